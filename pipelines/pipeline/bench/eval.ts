import { cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { type BenchResult, judgeResult, report } from '@tintype/network/bench';

import { measureLikenessPeer } from './eval/likeness-peer.ts';
import { measureSteps } from './eval/measure-steps.ts';
import { type EvaluateWorkspace, openEvaluateWorkspace, RECIPES } from './eval/workspace.ts';

/**
 * Photos of 256 × 256 a second of `tintype eval` with the bundled model and of the stage `evaluate`, from the start of
 * the process to its end, with all methods, measures and intervals; what a photo takes step by step in one thread; and
 * what SSIM and PSNR alone take beside scikit-image, where `--python` has it. Photos are bundled ones. With `--steps` the
 * commands are left out.
 */
const { values: options } = parseArgs({
  options: {
    json: { type: 'string' },
    photos: { type: 'string', default: '60' },
    rounds: { type: 'string', default: '3' },
    steps: { type: 'boolean', default: false },
    python: { type: 'string', default: process.env['TINTYPE_PYTHON'] ?? '' },
  },
});
const [PHOTOS, ROUNDS] = [Number(options.photos), Number(options.rounds)];
const LEAST_RATE = 12; // photos a second, on two cores

const folder = await mkdtemp(join(tmpdir(), 'tintype-bench-'));
try {
  await pickPhotos(folder, PHOTOS);
  const results = [
    ...(options.steps ? [] : await measureCommands()),
    ...(await measureSteps(folder, { rounds: ROUNDS, leastRate: LEAST_RATE })),
    ...(await measureLikenessPeer(folder, { python: options.python, rounds: ROUNDS })),
  ];
  await report(results, options.json);
} finally {
  await rm(folder, { recursive: true, force: true });
}
process.exit(); // a GPU device may keep Node alive

/** Bundled photos, spread evenly over their classes. */
async function pickPhotos(to: string, count: number): Promise<void> {
  const names = (await readdir('data/photos')).filter((name) => name.endsWith('.jpg')).sort();
  await mkdir(to, { recursive: true });
  for (let i = 0; i < count; i++) {
    const name = names[Math.floor((i * names.length) / count)] ?? '';
    await cp(join('data/photos', name), join(to, name));
  }
}

async function measureCommands(): Promise<readonly BenchResult[]> {
  const workspace = await openEvaluateWorkspace(process.cwd());
  try {
    return [...(await measureEval(workspace)), ...(await measureEvaluate(workspace))];
  } finally {
    await workspace.remove();
  }
}

async function measureEval({ evalFolder }: EvaluateWorkspace): Promise<readonly BenchResult[]> {
  const rates: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const seconds = await evalFolder(folder);
    rates.push(told('tintype eval --model bundled', PHOTOS, seconds));
  }
  return [judgeResult('tintype eval, the bundled model', 'photos/s', rates, { target: LEAST_RATE })];
}

async function measureEvaluate({ prepare, evaluate }: EvaluateWorkspace): Promise<readonly BenchResult[]> {
  const results: BenchResult[] = [];
  for (const [recipe, title] of Object.entries(RECIPES)) {
    await prepare(recipe, folder);
    const [rates, reports]: [number[], number[]] = [[], []];
    for (let round = 0; round < ROUNDS; round++) {
      const run = await evaluate(recipe);
      rates.push(told(`evaluate, ${title}`, run.photos, run.seconds));
      reports.push(run.reportSeconds);
    }
    results.push(
      judgeResult(`evaluate, ${title}`, 'photos/s', rates, { target: LEAST_RATE }),
      judgeResult(`pictures and report of it alone, ${title}`, 's', reports),
    );
  }
  return results;
}

function told(what: string, photos: number, seconds: number): number {
  const rate = photos / seconds;
  process.stderr.write(`${what}: ${photos} photos in ${seconds.toFixed(1)} s, ${rate.toFixed(1)} a second\n`);
  return rate;
}
