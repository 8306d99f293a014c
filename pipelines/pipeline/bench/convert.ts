import { readFile } from 'node:fs/promises';
import { parseArgs, parseEnv } from 'node:util';

import { type BenchResult, judgeResult, report } from '@tintype/network/bench';

import { type Contestant, decodeAlone, findPeers } from './convert/contestants.ts';
import { makeLarge, makeSmall } from './convert/make-photos.ts';
import { addRuns, type MeasuredRun, measureRun } from './convert/measured-run.ts';
import { openNxWorkspace } from './incremental/nx-workspace.ts';

/**
 * Photos a second from files to Lab images in the store, hashed and synced, of 256 × 256 and of 4 to 12 megapixels;
 * beside decoding alone and, where `--python` has their packages, beside OpenCV and scikit-image with pyarrow, in turns.
 * The two stages after that are held against `convert`.
 */
const { values: options } = parseArgs({
  options: {
    json: { type: 'string' },
    photos: { type: 'string', default: '2688' },
    large: { type: 'string', default: '500' },
    rounds: { type: 'string', default: '3' },
    python: { type: 'string', default: process.env['TINTYPE_PYTHON'] ?? '' },
  },
});
const STAGES = ['ingest', 'convert', 'prior', 'patches'] as const;
type Stage = (typeof STAGES)[number];
type Rounds = Readonly<Record<string, readonly MeasuredRun[]>>;

/** Times as many photos a second as OpenCV, and the share of those of decoding alone. */
const [OF_OPENCV, OF_DECODING] = [1.25, 0.8];

const workspace = await openNxWorkspace(process.cwd());
const env = parseEnv(await readFile('.env', 'utf8')); // as Nx gives it to stages
try {
  await workspace.writeRecipe({});
  const peers = await findPeers(options.python);
  if (peers.length === 0)
    process.stderr.write('OpenCV and scikit-image: not measured: name an interpreter with --python\n');
  const results: BenchResult[] = [];
  for (const [set, count, make] of [
    ['256 × 256', Number(options.photos), makeSmall],
    ['4 to 12 megapixels', Number(options.large), makeLarge],
  ] as const) {
    if (count === 0) continue;
    await make(workspace.photos, count);
    results.push(...resultsOf(set, count, await measureSet(set, [decodeAlone, ...peers])));
  }
  await report(results, options.json);
} finally {
  await workspace.remove();
}

/** Each in turn, as often as there are rounds. */
async function measureSet(set: string, contestants: readonly Contestant[]): Promise<Rounds> {
  const rounds: Record<string, MeasuredRun[]> = {};
  const note = (name: string, run: MeasuredRun) => {
    (rounds[name] ??= []).push(run);
    process.stderr.write(
      `${set}, ${name}: ${run.seconds.toFixed(1)} s, ${run.processorSeconds.toFixed(1)} s of processors\n`,
    );
    return run;
  };
  for (let round = 0; round < Number(options.rounds); round++) {
    for (const { name, run } of contestants) note(name, await run(workspace.photos));
    await workspace.forget();
    const stages: MeasuredRun[] = [];
    for (const stage of STAGES) stages.push(note(stage, await runStage(stage)));
    note('ingest and convert', addRuns(stages.slice(0, 2)));
  }
  return rounds;
}

function runStage(stage: Stage): Promise<MeasuredRun> {
  const program = ['pipelines/pipeline/dist/main.js', stage, `--recipe=${workspace.recipe}`];
  return measureRun([process.execPath, ...program], { cwd: workspace.folder, env: definedIn(env) });
}

function definedIn(variables: NodeJS.Dict<string>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(variables).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  );
}

function resultsOf(set: string, photos: number, rounds: Rounds): readonly BenchResult[] {
  const rate = (name: string) => (rounds[name] ?? []).map(({ seconds }) => photos / seconds);
  const processor = (name: string) =>
    (rounds[name] ?? []).map((run) => (1000 * run.processorSeconds) / photos);
  const beside = (name: string, peer: string, target?: number) =>
    rounds[peer] === undefined
      ? []
      : [
          judgeResult(`${set}, ${name}`, 'photos/s', rate(name), {
            ...{ peer, rounds: rate(peer) },
            ...(target !== undefined && { target }),
          }),
        ];
  return [
    ...beside('ingest and convert', decodeAlone.name, OF_DECODING),
    ...['OpenCV', 'OpenCV, synced', 'scikit-image'].flatMap((peer) => [
      ...beside('convert', peer),
      ...beside('ingest and convert', peer, OF_OPENCV),
    ]),
    ...['prior', 'patches'].flatMap((stage) => beside(stage, 'convert', 1)),
    ...Object.keys(rounds).map((name) =>
      judgeResult(`${set}, ${name}, processors`, 'ms/photo', processor(name)),
    ),
  ];
}
