import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { type BenchResult, judgeResult, report } from '@tintype/network/bench';

import { openDvcPeer } from './incremental/dvc-peer.ts';
import { openNxWorkspace } from './incremental/nx-workspace.ts';
import { type HeldPhoto, makePhotos, putPhotos, takePhotos } from './incremental/photo-folder.ts';

/**
 * What a change costs: nothing changed, one per cent more photos, another λ; beside a clean run of the same stages and,
 * where `--python` has it, beside DVC over the same computations. All of it happens in a copy of the checkout.
 */
const { values: options } = parseArgs({
  options: {
    json: { type: 'string' },
    photos: { type: 'string', default: '2688' },
    rounds: { type: 'string', default: '3' },
    repeats: { type: 'string', default: '5' },
    peer: { type: 'string', default: 'dvc' },
    python: { type: 'string', default: process.env['TINTYPE_PYTHON'] ?? '' },
  },
});
const [PHOTOS, ROUNDS, REPEATS] = [Number(options.photos), Number(options.rounds), Number(options.repeats)];
const FOUR = 'run-many -p pipeline -t prior,patches'; // and ingest and convert, which they need
const [NOOP_SECONDS, GROWN_SHARE, LAMBDA_SECONDS] = [1.5, 0.05, 0.5]; // at most

type Step = 'clean' | 'noop' | 'grown' | 'again' | 'lambda';
/** Seconds, one for each round. */
type Timings = Readonly<Record<Step, number[]>>;

const downloads = await mkdtemp(join(tmpdir(), 'tintype-bench-'));
const workspace = await openNxWorkspace(process.cwd());
try {
  const { first, rest } = await makePhotos(downloads, PHOTOS, Math.ceil(PHOTOS / 100));
  await putPhotos(first, workspace.photos);
  const own = await measureStages(rest);
  const noops = { off: await measureNoops(false), on: await measureNoops(true) };
  await report([...resultsOf(own, noops), ...(await measurePeer(own, rest))], options.json);
} finally {
  await workspace.remove();
  await rm(downloads, { recursive: true, force: true });
}

/** Rounds of a clean run and of changes after it. */
async function measureStages(rest: readonly HeldPhoto[]): Promise<Timings> {
  const { photos, forget, nx, writeRecipe } = workspace;
  const timings: Timings = { clean: [], noop: [], grown: [], again: [], lambda: [] };
  for (let round = 0; round < ROUNDS; round++) {
    const note = (step: Step, seconds: number) =>
      timings[step].push(told(`round ${round + 1}, ${step}`, seconds));
    await writeRecipe({});
    await forget();
    note('clean', (await nx(FOUR)).seconds);
    note('noop', (await nx(FOUR)).seconds);
    await putPhotos(rest, photos);
    note('grown', (await nx(FOUR)).seconds);
    await takePhotos(rest, photos);
    note('again', (await nx(FOUR)).seconds);
    await writeRecipe({ lambda: 0.3 });
    note('lambda', ownSeconds('prior', (await nx('run pipeline:prior')).output));
  }
  return timings;
}

/** All stages once, with as little training as there can be, then again and again with nothing to do. */
async function measureNoops(daemon: boolean): Promise<readonly number[]> {
  const all = () => workspace.nx('run pipeline:all', { daemon });
  await workspace.writeRecipe({ perPhoto: 1 });
  await all();
  const seconds: number[] = [];
  for (let repeat = 0; repeat < REPEATS; repeat++)
    seconds.push(told(`no-op of all, daemon ${daemon ? 'on' : 'off'}`, (await all()).seconds));
  return seconds;
}

/** DVC once, as its clean run takes what ours takes and more. */
async function measurePeer(
  { noop, grown }: Timings,
  rest: readonly HeldPhoto[],
): Promise<readonly BenchResult[]> {
  if (options.peer !== 'dvc') throw new Error(`--peer: expected dvc, got ${options.peer}`);
  const dvc = await openDvcPeer(options.python, workspace);
  if (dvc === null) {
    process.stderr.write('DVC: not measured: name an interpreter that has it with --python\n');
    return [];
  }
  await workspace.writeRecipe({});
  told(`${dvc.name}, clean`, await dvc.repro());
  const peerNoop = told(`${dvc.name}, noop`, await dvc.repro());
  await putPhotos(rest, workspace.photos);
  const peerGrown = told(`${dvc.name}, grown`, await dvc.repro());
  const beside = (seconds: number) => ({
    peer: dvc.name,
    rounds: noop.map(() => seconds),
    target: 1,
    atMost: true,
  });
  return [
    judgeResult('nothing changed, four stages', 's', noop, beside(peerNoop)),
    judgeResult('1 % more photos, four stages', 's', grown, beside(peerGrown)),
  ];
}

function resultsOf(
  { clean, noop, grown, again, lambda }: Timings,
  noops: { readonly off: readonly number[]; readonly on: readonly number[] },
): readonly BenchResult[] {
  const beyondNoop = (seconds: readonly number[]) => seconds.map((each, round) => each - (noop[round] ?? 0));
  const ofClean = { peer: 'a clean run', rounds: clean, target: GROWN_SHARE, atMost: true };
  const noopTarget = { target: NOOP_SECONDS, atMost: true };
  return [
    judgeResult('clean run, four stages', 's', clean),
    judgeResult('nothing changed, pipeline:all, without the daemon', 's', noops.off, noopTarget),
    judgeResult('nothing changed, pipeline:all, with the daemon', 's', noops.on, noopTarget),
    judgeResult('1 % more photos, beyond a no-op', 's', beyondNoop(grown), ofClean),
    judgeResult('the photos as before again, beyond a no-op', 's', beyondNoop(again), ofClean),
    judgeResult('another λ, work of prior', 's', lambda, { target: LAMBDA_SECONDS, atMost: true }),
  ];
}

function told(step: string, seconds: number): number {
  process.stderr.write(`${step}: ${seconds.toFixed(2)} s\n`);
  return seconds;
}

/** What a stage says that it took: without Nx and the start of its process. */
function ownSeconds(stage: string, output: string): number {
  const seconds = new RegExp(`^${stage} .* · ([\\d.]+) s$`, 'm').exec(output)?.[1];
  if (seconds === undefined) throw new Error(`expected the line of ${stage} in\n${output}`);
  return Number(seconds);
}
