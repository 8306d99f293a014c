import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const ROOT = join(import.meta.dirname, '../../../..');

/** What a clone has; its data are left out, as the tests bring their own. */
const TRACKED = ['package.json', 'package-lock.json', 'nx.json', '.env', '.gitignore', 'tsconfig.base.json']
  .concat(['esbuild.config.mjs', 'recipes.plugin.mjs'])
  .concat(['apps', 'libs', 'pipelines']);

/** A copy of the workspace `root` without its data, with its own Nx cache: what a test of whole pipelines runs in. */
export async function newWorkspace(root = ROOT): Promise<string> {
  const workspace = await mkdtemp(join(tmpdir(), 'tintype-e2e-'));
  const skip = (path: string) => !/\/(node_modules|dist)$|\.test\.ts$/.test(path);
  for (const name of TRACKED)
    await cp(join(root, name), join(workspace, name), { recursive: true, filter: skip });
  await linkPackages(workspace, root);
  return workspace;
}

/** A workspace as another one is now, with its data, for a test to change. */
export async function copyWorkspace(workspace: string): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), 'tintype-e2e-'));
  const skip = (path: string) => !path.endsWith('/node_modules');
  await cp(workspace, copy, { recursive: true, filter: skip, preserveTimestamps: true });
  await linkPackages(copy);
  return copy;
}

/** Packages come from the real checkout, our own libs from the copy. */
async function linkPackages(workspace: string, root = ROOT): Promise<void> {
  const modules = join(workspace, 'node_modules');
  await mkdir(join(modules, '@tintype'), { recursive: true });
  for (const name of await readdir(join(root, 'node_modules')))
    if (name !== '@tintype') await symlink(join(root, 'node_modules', name), join(modules, name));
  for (const folder of ['apps', 'libs', 'pipelines'])
    for (const name of await readdir(join(workspace, folder)))
      await symlink(join(workspace, folder, name), join(modules, '@tintype', name));
}

export interface PrintedStage {
  readonly cached: boolean;
  /** The stage's own line, and those below it. */
  readonly text: string;
  readonly computed: number;
  readonly shards: number;
}

export interface NxRun {
  readonly exitCode: number | null;
  readonly output: string;
  readonly stages: Readonly<Record<string, PrintedStage>>;
}

/** Which pipeline is run, which of its targets, and by which recipe. */
export interface NxTask {
  readonly pipeline: string;
  readonly target: string;
  readonly recipe: string;
  readonly options?: readonly string[];
}

/** `npx nx run <pipeline>:<target> -c <recipe>`, and what it says of each stage. */
export async function runNxTarget(
  workspace: string,
  { pipeline, target, recipe, options = [] }: NxTask,
): Promise<NxRun> {
  const bin = join(ROOT, 'node_modules/.bin/nx');
  const task = ['run', `${pipeline}:${target}`, '-c', recipe, ...options];
  const { exitCode, output } = await execute(workspace, [bin, ...task]);
  const stages = Object.fromEntries(
    output
      .split(/^> nx run /m)
      .filter((block) => block.startsWith(`${pipeline}:`))
      .map((block) => readStage(block, { pipeline, output })),
  );
  return { exitCode, output, stages };
}

/** `npx tintype …` in a workspace. */
export function runTintype(workspace: string, ...argv: readonly string[]) {
  return execute(workspace, [join(workspace, 'apps/cli/bin/tintype.js'), ...argv]);
}

/** Two stages that run side by side tell what they did in the block of either. */
function readStage(
  block: string,
  { pipeline, output }: { readonly pipeline: string; readonly output: string },
): [string, PrintedStage] {
  const [head = ''] = block.split('\n');
  const name = /^\w+/.exec(head.slice(pipeline.length + 1))?.[0] ?? '';
  const lines = new RegExp(`^${name} .*(\\n  .*)*`, 'gm');
  const text = (output.match(lines) ?? []).join('\n');
  const [, count = 0, shards = 0, verb] = /· (\d+) of (\d+) shards? (computed|reused)/.exec(text) ?? [];
  const computed = verb === 'computed' ? Number(count) : 0;
  return [name, { cached: head.includes('[local cache]'), text, computed, shards: Number(shards) }];
}

async function execute(
  cwd: string,
  args: readonly string[],
): Promise<{ exitCode: number | null; output: string }> {
  const env = {
    ...process.env,
    NX_DAEMON: 'false',
    NX_CACHE_DIRECTORY: join(cwd, '.nx/cache'),
    NX_WORKSPACE_DATA_DIRECTORY: join(cwd, '.nx/workspace-data'),
    NODE_OPTIONS: '',
    FORCE_COLOR: '0',
    CI: 'true',
    TINTYPE_PROVISION: 'off',
  };
  const child = spawn(process.execPath, [...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (text) => (output += String(text)));
  child.stderr.on('data', (text) => (output += String(text)));
  const exitCode = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { exitCode, output };
}

export interface FileState {
  readonly path: string;
  readonly text: string;
  readonly mtimeMs: number;
}

/** Every file below a folder of the workspace with its bytes and change time. */
export async function filesIn(workspace: string, folder: string): Promise<readonly FileState[]> {
  const root = join(workspace, folder);
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(
    files.sort().map(async (file) => ({
      path: file.slice(workspace.length),
      text: (await readFile(file)).toString('latin1'),
      mtimeMs: (await stat(file)).mtimeMs,
    })),
  );
}

/** Replaces the one place where `from` stands in a source file of the workspace. */
export async function editSource(workspace: string, file: string, from: string, to: string): Promise<void> {
  const path = join(workspace, file);
  const text = await readFile(path, 'utf8');
  if (text.split(from).length !== 2) throw new Error(`${file}: expected "${from}" once`);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text.replace(from, to));
}
