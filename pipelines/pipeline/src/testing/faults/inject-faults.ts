import { cp } from 'node:fs/promises';
import { join } from 'node:path';

import {
  brokenArtefacts,
  type Fault,
  type FaultKind,
  type RunEnd,
  visibleFiles,
} from '@tintype/stage/testing';

import { DATED_EVENT_FILES } from '../../train/dated-event-files.ts';
import { dataOf, locksIn, restoreData, runTrialStage } from './trial.ts';

/** What a stage does and leaves when nothing goes wrong. */
export interface Undisturbed {
  readonly stage: string;
  /** The data folder before it, as a copy. */
  readonly before: string;
  /** The calls that change a file, in order. */
  readonly calls: readonly string[];
  /** The finished files that it leaves, and the digests of their bytes. */
  readonly files: Readonly<Record<string, string>>;
}

/** A call of a stage at which something goes wrong. */
export interface FaultPoint {
  readonly run: Undisturbed;
  readonly fault: Fault;
  readonly call: string;
}

export interface Outcome {
  readonly point: FaultPoint;
  /** What was not as it has to be. */
  readonly problems: readonly string[];
}

/** Runs the stages one after the other in an empty data folder. */
export async function runUndisturbed(
  trial: string,
  stages: readonly string[],
): Promise<readonly Undisturbed[]> {
  const runs: Undisturbed[] = [];
  for (const stage of stages) {
    const before = join(trial, `before-${stage}`);
    await cp(dataOf(trial), before, { recursive: true });
    const { exitCode, output, calls } = await runTrialStage(trial, stage);
    if (exitCode !== 0) throw new Error(`${stage}: expected an undisturbed run, got ${exitCode}: ${output}`);
    runs.push({ stage, before, calls, files: await visibleFiles(dataOf(trial), DATED_EVENT_FILES) });
  }
  return runs;
}

/** Calls at which a fault of this kind can happen. */
const PLACES: Readonly<Record<FaultKind, RegExp>> = {
  kill: /./,
  torn: /^(write|writeFile) /,
  SIGINT: /./,
  SIGTERM: /./,
  ENOSPC: /^(mkdir|mkdtemp|open|write|writeFile) /,
  EIO: /^(sync|chmod|link|rename) /,
  EROFS: /^(mkdir|mkdtemp|open|writeFile) /,
  EACCES: /^(mkdir|mkdtemp|open|writeFile) /,
};

export const FAULT_KINDS = Object.keys(PLACES) as readonly FaultKind[];

/** Every place of a run where this kind of fault can happen. */
export function pointsOf(run: Undisturbed, kind: FaultKind): readonly FaultPoint[] {
  return run.calls.flatMap((call, i) =>
    PLACES[kind].test(call) ? [{ run, call, fault: { kind, at: i + 1 } }] : [],
  );
}

/** So many of the points, evenly spread and none of them at an end. */
export function spreadOver(points: readonly FaultPoint[], count: number): readonly FaultPoint[] {
  const rows = Array.from({ length: count }, (_, i) => Math.floor(((i + 0.5) / count) * points.length));
  return rows.flatMap((row) => points[row] ?? []);
}

/** Injects each fault in turn; each of the trials, which are alike, takes the next one when it is free. */
export async function injectFaults(
  points: readonly FaultPoint[],
  trials: readonly string[],
  tell: (outcome: Outcome) => void = () => {},
): Promise<readonly Outcome[]> {
  const rest = points.values();
  const outcomes: Outcome[] = [];
  const work = async (trial: string) => {
    for (const point of rest) {
      const outcome = { point, problems: await injectFault(point, trial) };
      outcomes.push(outcome);
      tell(outcome);
    }
  };
  await Promise.all(trials.map(work));
  return outcomes;
}

/** Runs the stage with the fault, looks at what is left, and runs it again. @returns what is wrong */
async function injectFault({ run, fault }: FaultPoint, trial: string): Promise<readonly string[]> {
  await restoreData(trial, run.before);
  const end = await runTrialStage(trial, run.stage, fault);
  const broken = await brokenArtefacts(dataOf(trial), DATED_EVENT_FILES);
  const again = await runTrialStage(trial, run.stage);
  return [
    ...problemsOfEnd(end, fault),
    ...broken.map((what) => `after the fault: ${what}`),
    ...(again.exitCode === 0 ? [] : [`the rerun ended with ${again.exitCode}: ${again.output}`]),
    ...(await brokenArtefacts(dataOf(trial), DATED_EVENT_FILES)).map((what) => `after the rerun: ${what}`),
    ...differences(await visibleFiles(dataOf(trial), DATED_EVENT_FILES), run.files),
    ...(await locksIn(trial)).map((lock) => `the rerun left the lock ${lock}`),
  ];
}

/** A killed process has no exit code; one with a failed call says which file it was, and the failure. */
function problemsOfEnd({ exitCode, signal, output }: RunEnd, { kind }: Fault): readonly string[] {
  switch (kind) {
    case 'kill':
    case 'torn':
      return signal === 'SIGKILL' ? [] : [`expected it to be killed, got exit code ${exitCode}: ${output}`];
    case 'SIGINT':
    case 'SIGTERM':
      return exitCode === 130 || exitCode === 0 ? [] : [`expected exit code 130, got ${exitCode}: ${output}`];
    case 'ENOSPC':
    case 'EIO':
    case 'EROFS':
    case 'EACCES':
      return exitCode === 1 && output.includes(kind) && output.includes('/data/')
        ? []
        : [`expected exit code 1 and ${kind} with the file's name, got ${exitCode}: ${output}`];
    default:
      return kind satisfies never;
  }
}

type Files = Undisturbed['files'];

function differences(found: Files, expected: Files): readonly string[] {
  return Object.keys({ ...found, ...expected })
    .filter((file) => found[file] !== expected[file])
    .map(
      (file) =>
        `${file}: ${found[file] ?? 'missing'} after the rerun, ${expected[file] ?? 'missing'} in an undisturbed run`,
    );
}
