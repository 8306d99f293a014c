import { rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';

import type { FaultKind } from '@tintype/stage/testing';

import { pipeline } from '../src/pipeline.ts';
import {
  FAULT_KINDS,
  type FaultPoint,
  injectFaults,
  type Outcome,
  pointsOf,
  runUndisturbed,
} from '../src/testing/faults/inject-faults.ts';
import { copyTrial, createTrial } from '../src/testing/faults/trial.ts';

/**
 * Lets every call of the real stages that changes a file go wrong once, each in a run of its own, runs the stage
 * again, and compares what is left with an undisturbed run. Ends with 1 when anything differs. `--every 10` takes
 * each tenth call alone.
 */
const { values: options } = parseArgs({
  options: {
    stage: { type: 'string', multiple: true, default: pipeline.stages.map(({ name }) => name) },
    kind: { type: 'string', multiple: true, default: ['kill', 'torn', 'ENOSPC', 'EIO'] },
    every: { type: 'string', default: '1' },
    lanes: { type: 'string', default: String(availableParallelism()) },
  },
});

const trial = await createTrial(process.cwd());
const copies = await Promise.all(Array.from({ length: Number(options.lanes) - 1 }, () => copyTrial(trial)));
const trials = [trial, ...copies];
const runs = await runUndisturbed(trial, stagesUpTo(options.stage));
let failed = 0;
for (const run of runs.filter(({ stage }) => options.stage.includes(stage)))
  for (const kind of options.kind)
    failed += await report(
      pointsOf(run, kindNamed(kind)).filter((_, i) => i % Number(options.every) === 0),
      `${run.stage} ${kind}`,
    );
if (failed === 0) await Promise.all(trials.map((folder) => rm(folder, { recursive: true })));
else process.exitCode = 1;

/** Those that are asked for, and what they need. */
function stagesUpTo(wanted: readonly string[]): readonly string[] {
  const names = pipeline.stages.map(({ name }) => name);
  const unknown = wanted.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Error(`--stage: expected one of ${names.join(', ')}, got ${unknown}`);
  return names.slice(0, Math.max(...wanted.map((name) => names.indexOf(name))) + 1);
}

function kindNamed(name: string): FaultKind {
  const found = FAULT_KINDS.find((kind) => kind === name);
  if (found === undefined) throw new Error(`--kind: expected one of ${FAULT_KINDS.join(', ')}, got ${name}`);
  return found;
}

/** @returns how many points failed */
async function report(points: readonly FaultPoint[], title: string): Promise<number> {
  const start = performance.now();
  const seconds = () => Math.round((performance.now() - start) / 1000);
  let done = 0;
  const outcomes = await injectFaults(points, trials, (outcome) => {
    done += 1;
    if (outcome.problems.length > 0) console.log(explain(outcome));
    tellProgress(`${title} ${done}/${points.length}, ${seconds()} s`, done);
  });
  const bad = outcomes.filter(({ problems }) => problems.length > 0).length;
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  console.log(`${title}: ${points.length - bad} of ${points.length} points passed, ${seconds()} s`);
  return bad;
}

/** A line that is redrawn on a terminal, and every tenth one elsewhere. */
function tellProgress(line: string, done: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${line} `);
  else if (done % 10 === 0) process.stderr.write(`${line}\n`);
}

function explain({ point: { run, fault, call }, problems }: Outcome): string {
  return [`${run.stage}: ${fault.kind} at call ${fault.at}, ${call}`, ...problems].join('\n  ');
}
