import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

import type { UnitEnd } from './explain-unit-end.ts';

export interface ProcessCall {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  /** How long one that was asked to end may take to do so, in milliseconds; then it is killed. */
  readonly graceMs: number;
  onLine(line: string): void;
}

/** Runs Node as a process of its own; when the signal aborts, that is asked to end. @returns how it ended, after its last line */
export async function runProcess({ argv, cwd, env, signal, graceMs, onLine }: ProcessCall): Promise<UnitEnd> {
  signal.throwIfAborted();
  const child = spawn(process.execPath, [...argv], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let deadline: NodeJS.Timeout | undefined;
  const end = () => {
    child.kill('SIGTERM');
    deadline = setTimeout(() => child.kill('SIGKILL'), graceMs);
  };
  signal.addEventListener('abort', end, { once: true });
  const outputs = [child.stdout, child.stderr].map((input) => createInterface({ input }));
  const told = outputs.map((lines) => new Promise((resolve) => lines.once('close', resolve)));
  for (const lines of outputs) lines.on('line', onLine);
  try {
    const ended = await new Promise<UnitEnd>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, by) => resolve({ code, signal: by }));
    });
    await Promise.all(told);
    return ended;
  } finally {
    clearTimeout(deadline);
    signal.removeEventListener('abort', end);
  }
}
