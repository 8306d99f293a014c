import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const WORKSPACE = join(import.meta.dirname, '../../../..');
const execute = promisify(execFile);

/** What npm needs to know to take packages from its cache first, and to run none of their scripts. */
const QUICKLY = ['--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts'];

/** Packs both packages of the workspace and installs them into an empty folder. @returns the folder */
export async function installPackages(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tintype-installed-'));
  const packed = join(folder, 'packed');
  const tool = ['libs/network/bench/run.mjs', 'apps/cli/pack/pack.ts', '--out', packed];
  const { stdout } = await execute(process.execPath, tool, { cwd: WORKSPACE });
  const project = join(folder, 'project');
  await mkdir(project);
  await writeFile(join(project, 'package.json'), '{ "private": true, "type": "module" }');
  await execute('npm', ['install', ...QUICKLY, ...stdout.trim().split('\n')], { cwd: project });
  return project;
}
