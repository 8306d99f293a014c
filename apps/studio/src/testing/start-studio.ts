import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';

const WORKSPACE = join(import.meta.dirname, '../../../..');

interface StudioOptions {
  /** The data folder; an empty one when absent. */
  readonly data?: string;
  /** The workspace whose program is started; this one when absent. */
  readonly workspace?: string;
}

export interface StartedStudio {
  /** The address that it has printed, which ends with a slash. */
  readonly url: string;
  /** Ends it as Ctrl-C does. @returns its exit code */
  close(): Promise<number | null>;
}

/** Starts the real `tintype serve --port 0` in a process of its own. Throws with what it said when it ends at once. */
export async function startStudio({
  workspace = WORKSPACE,
  ...options
}: StudioOptions = {}): Promise<StartedStudio> {
  const data = options.data ?? (await mkdtemp(join(tmpdir(), 'tintype-studio-')));
  const program = join(workspace, 'apps/cli/bin/tintype.js');
  const child = spawn(process.execPath, [program, 'serve', '--port', '0', '--data', data], {
    cwd: workspace,
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const closed = once(child, 'close').then(() => child.exitCode);
  const said = text(child.stderr);
  const line = await firstLine(child.stdout);
  const [, url] = /^studio +(\S+)$/.exec(line ?? '') ?? [];
  if (url === undefined) {
    child.kill();
    throw new Error(`tintype serve: expected an address, got ${JSON.stringify(line)}: ${await said}`);
  }
  const close = (): Promise<number | null> => {
    child.kill('SIGINT');
    return closed;
  };
  return { url, close };
}

async function firstLine(stream: NodeJS.ReadableStream): Promise<string | null> {
  for await (const line of createInterface({ input: stream })) return line;
  return null;
}
