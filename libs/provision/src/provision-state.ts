import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import type { User } from './cache-folder.ts';
import { type Failure, recentFailure } from './last-failure.ts';
import { USUAL_COMPILERS } from './machine/compilers.ts';
import { type Binding, findBinding } from './machine/find-binding.ts';

/**
 * What decides whether provisioning has something to do; Nx compares it with that of the last run. Where there
 * is no binding it is another value every time (`now`), so that it is looked for again, except where that would
 * be in vain: when it is off, when there is no compiler, or when it failed a short while ago.
 */
export function provisionState(user: User, now: number): Binding | Failure | string | number {
  const binding = findBinding(user);
  if (binding !== null) return binding;
  if (user.env['TINTYPE_PROVISION'] === 'off') return 'off';
  if (!compilerIsThere(user)) return 'no compiler';
  return recentFailure(user, now) ?? now;
}

/** By looking along the PATH, as asking a compiler for its version would take longer than all the rest. */
function compilerIsThere({ env }: User): boolean {
  if (env['CXX']) return true;
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.some((folder) => USUAL_COMPILERS.some((name) => existsSync(join(folder, name))));
}
