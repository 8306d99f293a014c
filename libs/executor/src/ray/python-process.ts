import { spawn } from 'node:child_process';
import { delimiter } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

import { describeError, readErrorCode } from '@tintype/store';

export interface PythonOptions {
  /** An interpreter that has Ray. */
  readonly python: string;
  /** Where the Python package `tintype_ray` lies. */
  readonly packageFolder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** `python -m tintype_ray`. */
export interface PythonProcess {
  /** What it says, a JSON document a line. */
  readonly output: Readable;
  /** Resolves with the reason when it has ended. */
  readonly ended: Promise<string>;
  say(message: unknown): void;
  /** Ends its input, upon which it leaves the cluster. */
  close(): Promise<void>;
}

/** Lines of its errors that are repeated when it ends. */
const LAST_LINES = 8;
/** How long it may take to leave the cluster. */
const GRACE_MS = 25_000;

export function startPython({ python, packageFolder, environment }: PythonOptions): PythonProcess {
  const path = [packageFolder, environment['PYTHONPATH']].filter(Boolean).join(delimiter);
  const child = spawn(python, ['-m', 'tintype_ray'], {
    env: { ...environment, PYTHONPATH: path },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const said: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    said.push(line);
    if (said.length > LAST_LINES) said.shift();
  });
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(explainStart(python, error)));
    child.once('close', (code, by) => resolve(explainEnd(by ?? `code ${code}`, said)));
  });
  child.stdin.on('error', () => {}); // it has ended, which is told with the reason
  return {
    output: child.stdout,
    ended,
    say: (message) => void child.stdin.write(`${JSON.stringify(message)}\n`),
    async close() {
      const late = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
      child.stdin.end();
      await ended;
      clearTimeout(late);
    },
  };
}

function explainStart(python: string, error: unknown): string {
  const why = readErrorCode(error) === 'ENOENT' ? 'found none' : describeError(error);
  return `${python}: expected a Python with Ray, ${why}; install Python and "ray==2.60.*", or set TINTYPE_PYTHON to an interpreter that has it`;
}

function explainEnd(how: string, said: readonly string[]): string {
  const last = said.map((line) => `\n  ${line}`).join('');
  return `the connection to the Ray cluster ended (${how}); the shards that are done are kept: look after the cluster ("ray status") and run again${last === '' ? '' : `. It said last:${last}`}`;
}
