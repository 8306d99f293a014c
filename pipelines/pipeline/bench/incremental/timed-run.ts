import { spawn } from 'node:child_process';

export interface TimedRun {
  readonly seconds: number;
  readonly output: string;
}

/** Runs a program from its start to its end. Throws with all that it wrote when it fails. */
export async function timedRun(
  [program = '', ...args]: readonly string[],
  { cwd, env }: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): Promise<TimedRun> {
  const start = performance.now();
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, FORCE_COLOR: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text: Uint8Array) => (output += String(text)));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  const seconds = (performance.now() - start) / 1000;
  if (code !== 0) throw new Error(`${[program, ...args].join(' ')}: exit code ${code}\n${output}`);
  return { seconds, output };
}
