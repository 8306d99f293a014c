import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** What goes wrong: the process dies before a call or in the middle of it, is interrupted, or the call fails. */
export type FaultKind = 'kill' | 'torn' | 'SIGINT' | 'SIGTERM' | 'ENOSPC' | 'EIO' | 'EROFS' | 'EACCES';

export interface Fault {
  readonly kind: FaultKind;
  /** Number of the call that changes a file, counted from 1, or every call. */
  readonly at: number | 'all';
}

export interface RunEnd {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
  /** The calls that changed a file of the data folder, in order, such as `rename /store/blobs/ab/abcd… from …`. */
  readonly calls: readonly string[];
}

export interface FaultyRun {
  /** A module and its arguments. */
  readonly program: readonly string[];
  readonly cwd: string;
  /** The data folder: calls on other files neither count nor fail. */
  readonly data: string;
  /** `faulty-fs.mjs`, which a bundle of this file does not lie beside. */
  readonly preload: string;
  readonly fault?: Fault;
}

/** Runs a program in a process of its own, whose file system fails as told. */
export async function runWithFault({ program, cwd, data, preload, fault }: FaultyRun): Promise<RunEnd> {
  const log = join(await mkdtemp(join(tmpdir(), 'tintype-calls-')), 'calls.log');
  const env = {
    ...process.env,
    NODE_OPTIONS: '',
    FAULT_ROOT: data,
    FAULT_LOG: log,
    ...(fault && { FAULT_AT: String(fault.at), FAULT_KIND: fault.kind }),
  };
  const child = spawn(process.execPath, ['--import', preload, ...program], {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (text) => (output += String(text)));
  child.stderr.on('data', (text) => (output += String(text)));
  const end = await new Promise<Pick<RunEnd, 'exitCode' | 'signal'>>((resolve) =>
    child.once('close', (exitCode, signal) => resolve({ exitCode, signal })),
  );
  const calls = await readFile(log, 'utf8').catch(() => '');
  await rm(dirname(log), { recursive: true });
  return { ...end, output, calls: calls.split('\n').slice(0, -1) };
}
