import { execFile } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { UserError } from '@tintype/stage';
import { describeError, withLock } from '@tintype/store';

/** What the page is made of, below the workspace. */
const SOURCES = ['apps/studio', 'libs', 'pipelines'];
const IS_SOURCE = /\.(tsx?|css|html|json|svg)$/;
const IS_OTHER = /(^|\/)(dist|node_modules|bench|recipes|testing)\/|\.test\.tsx?$/;

export interface PageOptions {
  readonly workspace: string;
  readonly signal: AbortSignal;
  /** Hears that the page is being built, which takes some seconds. */
  onBuild(): void;
}

/**
 * The folder of the built page. It is built first where it is missing or older than its sources; an installed package has no
 * sources, and the page as it was packed.
 */
export async function buildPage({ workspace, signal, onBuild }: PageOptions): Promise<string> {
  const page = join(workspace, 'apps', 'studio', 'dist');
  const canBuild = existsSync(join(workspace, 'apps', 'studio', 'vite.config.ts'));
  if (!canBuild && !existsSync(join(page, 'index.html')))
    throw new UserError(`${page}: expected the studio's page, found none; install Tintype again`);
  if (!canBuild || !isStale(workspace, page)) return page;
  await withLock(join(workspace, '.nx', 'studio-page.lock'), { signal, onWait: () => {} }, async () => {
    if (!isStale(workspace, page)) return; // another process has built it
    onBuild();
    await build(workspace, signal);
  });
  return page;
}

/** Whether a source is newer than the page: looking costs a few milliseconds. */
function isStale(workspace: string, page: string): boolean {
  const index = join(page, 'index.html');
  if (!existsSync(index)) return true;
  const built = statSync(index).mtimeMs;
  return SOURCES.some((folder) =>
    readdirSync(join(workspace, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => IS_SOURCE.test(file) && !IS_OTHER.test(file))
      .some((file) => statSync(join(workspace, folder, file)).mtimeMs > built),
  );
}

async function build(workspace: string, signal: AbortSignal): Promise<void> {
  const vite = join(workspace, 'node_modules', 'vite', 'bin', 'vite.js');
  const argv = [vite, 'build', 'apps/studio', '--logLevel', 'warn'];
  try {
    const env = { ...process.env, NODE_ENV: 'production' }; // in a test's process it is another one
    await promisify(execFile)(process.execPath, argv, { cwd: workspace, signal, env });
  } catch (error) {
    signal.throwIfAborted();
    throw new UserError(
      `the studio's page could not be built: ${describeError(error)}; run "npm ci" in ${workspace} if a package is missing`,
    );
  }
}
