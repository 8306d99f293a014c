import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface NxCall {
  readonly workspace: string;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal | undefined;
  onLine(line: string): void;
}

/**
 * Runs Nx, without colours and without its own screen. It has a process group of its own, so that Ctrl-C reaches it
 * once: through the signal, upon which it interrupts its tasks and waits for them.
 *
 * @returns its exit code; 1 where a signal has ended it
 */
export async function runNx({ workspace, argv, env, signal, onLine }: NxCall): Promise<number> {
  const program = join(workspace, 'node_modules/.bin/nx');
  const child = spawn(process.execPath, [program, ...argv, '--outputStyle=stream-without-prefixes'], {
    cwd: workspace,
    env: { ...env, FORCE_COLOR: '0', NX_TUI: 'false' },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const interrupt = () => child.kill('SIGINT');
  signal?.addEventListener('abort', interrupt, { once: true });
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
  for (const output of [child.stdout, child.stderr]) createInterface({ input: output }).on('line', onLine);
  return ended.finally(() => signal?.removeEventListener('abort', interrupt));
}
