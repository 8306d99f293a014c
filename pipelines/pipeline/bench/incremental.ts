import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { type BenchResult, judgeResult, report } from '@tintype/network/bench';

import { type DvcPeer, openDvcPeer } from './incremental/dvc-peer.ts';
import { openNxWorkspace } from './incremental/nx-workspace.ts';
import { type HeldPhoto, makePhotos, putPhotos, takePhotos } from './incremental/photo-folder.ts';

/**
 * What a change costs: nothing changed, one per cent more photos, another λ; beside a clean run of the same stages and,
 * where `--python` has it, beside DVC over the same computations. Each runs in a copy of the checkout of its own.
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
const [NOOP_OF_PEER, GROWN_SHARE, LAMBDA_SECONDS] = [1.3, 0.05, 0.3]; // at most

type Step = 'clean' | 'noop' | 'grown' | 'again' | 'lambda';
/** Seconds, one for each round. */
type Timings = Readonly<Record<Step, number[]>>;

/** Seconds that all six stages take with nothing to do, one for each turn; of the peer those in the same turns. */
interface Noops {
  readonly own: number[];
  readonly peer: number[];
}

const downloads = await mkdtemp(join(tmpdir(), 'tintype-bench-'));
const [workspace, peerWorkspace] = [
  await openNxWorkspace(process.cwd()),
  await openNxWorkspace(process.cwd()),
];
try {
  const { first, rest } = await makePhotos(downloads, PHOTOS, Math.ceil(PHOTOS / 100));
  await putPhotos(first, workspace.photos);
  const dvc = await openPeer(first);
  const own = await measureStages(rest);
  const beside = dvc === null ? [] : await measurePeer(dvc, own, rest);
  await prepareNoops(dvc);
  const noops = { off: await measureNoops(dvc, false), on: await measureNoops(dvc, true) };
  await report([...resultsOf(own), ...beside, ...noopResults(noops, dvc)], options.json);
} finally {
  await workspace.remove();
  await peerWorkspace.remove();
  await rm(downloads, { recursive: true, force: true });
}

async function openPeer(photos: readonly HeldPhoto[]): Promise<DvcPeer | null> {
  if (options.peer !== 'dvc') throw new Error(`--peer: expected dvc, got ${options.peer}`);
  const dvc = await openDvcPeer(options.python, peerWorkspace);
  if (dvc === null)
    process.stderr.write('DVC: not measured: name an interpreter that has it with --python\n');
  else {
    await peerWorkspace.build();
    await putPhotos(photos, peerWorkspace.photos);
  }
  return dvc;
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

/** The four stages once, as DVC's clean run takes what ours takes and more. */
async function measurePeer(
  dvc: DvcPeer,
  { clean, grown }: Timings,
  rest: readonly HeldPhoto[],
): Promise<readonly BenchResult[]> {
  const repro = async (step: string) => told(`${dvc.name}, ${step}`, await dvc.repro('prior', 'patches'));
  await peerWorkspace.writeRecipe({});
  const peerClean = await repro('clean');
  await putPhotos(rest, peerWorkspace.photos);
  const peerGrown = await repro('grown');
  const beside = (seconds: number) => ({ peer: dvc.name, rounds: clean.map(() => seconds), atMost: true });
  return [
    judgeResult('clean run, four stages, beside DVC', 's', clean, beside(peerClean)),
    judgeResult('1 % more photos, four stages, beside DVC', 's', grown, { ...beside(peerGrown), target: 1 }),
  ];
}

/** All stages once, with as little training as there can be. */
async function prepareNoops(dvc: DvcPeer | null): Promise<void> {
  for (const { writeRecipe } of [workspace, peerWorkspace]) await writeRecipe({ perPhoto: 1 });
  await workspace.nx('run pipeline:all');
  await dvc?.repro();
}

/** Nothing to do, again and again, in turns with the peer. */
async function measureNoops(dvc: DvcPeer | null, daemon: boolean): Promise<Noops> {
  const all = () => workspace.nx('run pipeline:all', { daemon });
  await all(); // which starts the daemon
  const noops: Noops = { own: [], peer: [] };
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    noops.own.push(told(`no-op of all, daemon ${daemon ? 'on' : 'off'}`, (await all()).seconds));
    if (dvc !== null) noops.peer.push(told(`no-op of ${dvc.name}`, await dvc.repro()));
  }
  return noops;
}

function noopResults(
  noops: { readonly off: Noops; readonly on: Noops },
  dvc: DvcPeer | null,
): readonly BenchResult[] {
  const judge = (how: string, { own, peer }: Noops) =>
    judgeResult(`nothing changed, pipeline:all, ${how} the daemon`, 's', own, {
      ...(dvc !== null && { peer: dvc.name, rounds: peer, target: NOOP_OF_PEER }),
      atMost: true,
    });
  return [judge('without', noops.off), judge('with', noops.on)];
}

function resultsOf({ clean, noop, grown, again, lambda }: Timings): readonly BenchResult[] {
  const beyondNoop = (seconds: readonly number[]) => seconds.map((each, round) => each - (noop[round] ?? 0));
  const ofClean = { peer: 'a clean run', rounds: clean, target: GROWN_SHARE, atMost: true };
  return [
    judgeResult('clean run, four stages', 's', clean),
    judgeResult('nothing changed, four stages', 's', noop),
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
