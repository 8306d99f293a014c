import { isAbsolute, join, resolve } from 'node:path';

/** What of the process and its user decides where things are kept. */
export interface User {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  readonly home: string;
}

/**
 * The folder of the user, shared between checkouts and kept by `npm ci`: `$TINTYPE_CACHE`, else what the
 * platform says caches belong in.
 */
export function cacheFolder({ env, platform, home }: Omit<User, 'arch'>): string {
  if (env['TINTYPE_CACHE']) return resolve(env['TINTYPE_CACHE']);
  const base = env['XDG_CACHE_HOME'];
  if (base !== undefined && isAbsolute(base)) return join(base, 'tintype'); // a relative one is to be ignored, says XDG
  return platform === 'darwin' ? join(home, 'Library/Caches/tintype') : join(home, '.cache/tintype');
}

/** Where bindings lie; each in a folder of its own. */
export function bindingsFolder(user: User): string {
  return join(cacheFolder(user), 'bindings');
}
