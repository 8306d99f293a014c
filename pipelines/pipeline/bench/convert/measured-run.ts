import { timedRun } from '../incremental/timed-run.ts';

/** What a program took from its start to its end, all of its processes together. */
export interface MeasuredRun {
  readonly seconds: number;
  /** Of the processors, for itself and for the kernel. */
  readonly processorSeconds: number;
}

/** The shell says after the program what it took (POSIX, `times`: those of the shell, then those of its children). */
const SCRIPT = '"$@" > /dev/null || exit $?; times';

/** Runs a program and measures it. Throws with all that it wrote when it fails. */
export async function measureRun(
  program: readonly string[],
  options: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): Promise<MeasuredRun> {
  const { seconds, output } = await timedRun(['sh', '-c', SCRIPT, 'sh', ...program], options);
  const times = [...output.matchAll(/(\d+)m([\d.]+)s/g)].map(
    ([, minutes, rest]) => 60 * Number(minutes) + Number(rest),
  );
  const [user, system] = times.slice(-2);
  if (user === undefined || system === undefined)
    throw new Error(`expected the times of ${program.join(' ')}, got ${output}`);
  return { seconds, processorSeconds: user + system };
}

export function addRuns(runs: readonly MeasuredRun[]): MeasuredRun {
  const sum = (of: keyof MeasuredRun) => runs.reduce((total, run) => total + run[of], 0);
  return { seconds: sum('seconds'), processorSeconds: sum('processorSeconds') };
}
