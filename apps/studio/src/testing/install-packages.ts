import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const WORKSPACE = join(import.meta.dirname, '../../../..');
const execute = promisify(execFile);

/** What npm needs to know to take packages from its cache first, to run none of their scripts, and to give up soon. */
const QUICKLY = ['--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts'].concat([
  '--fetch-retries=1',
  '--fetch-retry-mintimeout=1000',
  '--loglevel=error', // whatever the npm that runs the tests was told
]);

/** How npm calls a registry that it cannot reach. */
const UNREACHABLE = /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|ETIMEDOUT)\b/;

/**
 * Packs both packages of the workspace and installs them into an empty folder, which asks the registry which versions there are.
 *
 * @returns the folder; null where npm reaches no registry
 */
export async function installPackages(): Promise<string | null> {
  const folder = await mkdtemp(join(tmpdir(), 'tintype-installed-'));
  const packed = join(folder, 'packed');
  const tool = ['libs/network/bench/run.mjs', 'apps/cli/pack/pack.ts', '--out', packed];
  const { stdout } = await execute(process.execPath, tool, { cwd: WORKSPACE });
  const project = join(folder, 'project');
  await mkdir(project);
  await writeFile(join(project, 'package.json'), '{ "private": true, "type": "module" }');
  try {
    await execute('npm', ['install', ...QUICKLY, ...stdout.trim().split('\n')], { cwd: project });
  } catch (error) {
    if (UNREACHABLE.test(String(error))) return null; // what npm said is in it
    throw error;
  }
  return project;
}
