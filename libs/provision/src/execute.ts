import { spawn } from 'node:child_process';

/** What a program said and how it ended. */
export interface Execution {
  /** 0 for success; null when there is no such program, or a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ExecuteOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  readonly timeoutMs?: number;
}

/** Runs a program to its end without a shell. A missing program is an answer, not an error. */
export type Execute = (command: readonly string[], options: ExecuteOptions) => Promise<Execution>;

export const execute: Execute = ([program = '', ...args], { env, signal, timeoutMs }) =>
  new Promise((resolve, reject) => {
    // Not spawn's own timeout: its timer keeps the process alive when there is no such program.
    const limited = timeoutMs === undefined ? [signal] : [signal, AbortSignal.timeout(timeoutMs)];
    const child = spawn(program, args, {
      env: { ...env },
      signal: AbortSignal.any(limited),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said = { stdout: '', stderr: '' };
    child.stdout.on('data', (text) => (said.stdout += String(text)));
    child.stderr.on('data', (text) => (said.stderr += String(text)));
    child.once('error', (error) => {
      if (signal.aborted) reject(error);
      else resolve({ code: null, stdout: '', stderr: error.message });
    });
    child.once('close', (code) => resolve({ code, ...said }));
  });

/** The last lines of what a program complained about, as one line for a message. */
export function complaintOf({ stderr, stdout, code }: Execution): string {
  const lines = (stderr.trim() || stdout.trim()).split('\n').filter((line) => line.trim() !== '');
  const errors = lines.filter((line) => /error/i.test(line));
  const [last = `it ended with ${code ?? 'a signal'}`] = (errors.length > 0 ? errors : lines).slice(-1);
  return last.trim().slice(0, 300);
}
