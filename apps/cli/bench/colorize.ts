import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { colorizeFiles, colorizePhoto, listPhotos, stripeThreads } from '@tintype/colorize/node';
import { decodePixels, encodePixels } from '@tintype/images';
import type { BackEndName } from '@tintype/network';
import { judgeResult, median, report } from '@tintype/network/bench';
import { type OpenedModel, openModel } from '@tintype/pipeline/models';

import { modelPlaces } from '../src/model-places.ts';
import { makePhoto, makeSmall } from './make-photos.ts';

/**
 * Seconds for a photo of 12 megapixels and photos per second of 256 × 256, JPEG to JPEG, on native TensorFlow and on
 * wasm; beside them what decoding and encoding alone take, which nothing can be faster than. The memory is that of
 * `tintype colorize`, in a process of its own, with 50 megapixels. Photos are made from a bundled one, with noise as of a film.
 */
const { values: options } = parseArgs({
  options: {
    json: { type: 'string' },
    model: { type: 'string', default: 'bundled' },
    rounds: { type: 'string', default: '5' },
  },
});
const SMALL_PHOTOS = 100;
const QUALITY = 92;
/** Bundled benchmarks lie a folder deeper than the program, which finds the bundled model from where it lies. */
const places = { ...modelPlaces({ env: {}, cwd: process.cwd() }, undefined), bundled: 'data/models/bundled' };
const computer = stripeThreads({
  workerUrl: new URL('./stripe.worker.js', import.meta.url),
  threads: Math.max(1, availableParallelism() - 1), // this one computes too
});

await measure();
process.exit(); // a GPU device may keep Node alive

async function measure(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'tintype-bench-'));
  try {
    const [large, huge] = [await makePhoto(folder, 4000, 3000), await makePhoto(folder, 8192, 6144)];
    await makeSmall(folder, SMALL_PHOTOS);
    const codec = await codecAlone(folder, large);
    const tensorflow = await coloured(folder, large, 'tensorflow');
    const wasm = await coloured(folder, large, 'wasm');
    await report([...figures(codec, tensorflow, wasm), memoryOf(folder, huge)], options.json);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Rounds of one engine. */
interface Timings {
  readonly name: string;
  /** For 12 megapixels. */
  readonly seconds: readonly number[];
  /** Of 256 × 256. */
  readonly rate: readonly number[];
  /** The same with colours that agree with their neighbours. */
  readonly coherentRate: readonly number[];
}

/** Of the rate without: what coherence may take is 15 % of the time of predicting, which is most of it. */
const COHERENT_SHARE = 0.87;

function figures(codec: Timings, ...[tensorflow, wasm]: readonly [Timings | null, Timings | null]) {
  const beside = (one: Timings | null, targets: { seconds?: number; rate?: number }) =>
    one === null
      ? []
      : [
          judgeResult(`12 megapixels, ${one.name}`, 's', one.seconds, {
            ...target(targets.seconds),
            atMost: true,
          }),
          judgeResult(`12 megapixels, ${one.name}`, 's', one.seconds, {
            peer: codec.name,
            rounds: codec.seconds,
          }),
          judgeResult(`256 × 256, ${one.name}`, 'photos/s', one.rate, target(targets.rate)),
          judgeResult(`256 × 256, ${one.name}`, 'photos/s', one.rate, {
            peer: codec.name,
            rounds: codec.rate,
          }),
          judgeResult(`256 × 256, coherent, ${one.name}`, 'photos/s', one.coherentRate, {
            ...{ peer: 'without coherence', rounds: one.rate, target: COHERENT_SHARE },
          }),
        ];
  const times =
    tensorflow && wasm
      ? [
          judgeResult(`12 megapixels, ${wasm.name}`, 's', wasm.seconds, {
            ...{ peer: tensorflow.name, rounds: tensorflow.seconds, target: 4, atMost: true },
          }),
          judgeResult(`256 × 256, ${wasm.name}`, 'photos/s', wasm.rate, {
            ...{ peer: tensorflow.name, rounds: tensorflow.rate, target: 1 / 4 },
          }),
        ]
      : [];
  return [
    judgeResult(`12 megapixels, ${codec.name}`, 's', codec.seconds),
    judgeResult(`256 × 256, ${codec.name}`, 'photos/s', codec.rate),
    ...beside(tensorflow, { seconds: 1.5, rate: 20 }),
    ...beside(wasm, {}),
    ...times,
  ];
}

function target(value: number | undefined): { target?: number } {
  return value === undefined ? {} : { target: value };
}

async function coloured(folder: string, large: string, backEnd: BackEndName): Promise<Timings | null> {
  const opened = await openModel(options.model, places, backEnd).catch((error: unknown) => {
    process.stderr.write(`${backEnd}: not measured: ${String(error)}\n`);
    return null;
  });
  if (opened === null) return null;
  process.stderr.write(
    `${opened.found.place} on ${backEnd} ${opened.backEnd.version} (${opened.backEnd.device})\n`,
  );
  const bytes = await readFile(large);
  const timings = await timed(backEnd, {
    one: async () => void (await colorizePhoto(opened.model, bytes, { computer, quality: QUALITY })),
    many: () => colourFolder(folder, opened, 0),
    coherent: () => colourFolder(folder, opened, 1),
  });
  opened.model.dispose();
  return timings;
}

async function colourFolder(
  folder: string,
  { model, digest }: OpenedModel,
  coherence: number,
): Promise<void> {
  const { signal } = new AbortController();
  const out = join(folder, 'out');
  const { photos } = await listPhotos([join(folder, 'small')], {
    cwd: folder,
    recursive: false,
    out,
    signal,
  });
  const settings = {
    coherence,
    computer,
    quality: QUALITY,
    modelDigest: digest,
    out,
    overwrite: true,
    signal,
  };
  const outcomes = await colorizeFiles(model, photos, { ...settings, emit: () => undefined });
  const failed = outcomes.find(({ status }) => status !== 'coloured');
  if (failed !== undefined) throw new Error(`expected every photo to be coloured: ${JSON.stringify(failed)}`);
}

async function codecAlone(folder: string, large: string): Promise<Timings> {
  const bytes = await readFile(large);
  const small = await readdir(join(folder, 'small'));
  const files = await Promise.all(small.map((name) => readFile(join(folder, 'small', name))));
  return timed('decoding and encoding alone', {
    one: () => recode(bytes),
    many: async () => {
      const left = files.values();
      const lane = async () => {
        for (const file of left) await recode(file);
      };
      await Promise.all([lane(), lane(), lane(), lane()]);
    },
  });
}

async function recode(bytes: Uint8Array): Promise<void> {
  const photo = await decodePixels(bytes);
  if ('reason' in photo) throw new Error(photo.reason);
  await encodePixels(photo, { format: 'jpeg', quality: QUALITY, metadata: { xmp: '<x/>' } });
}

interface Work {
  one(): Promise<void>;
  many(): Promise<void>;
  coherent?(): Promise<void>;
}

/** After one round that warms up. */
async function timed(name: string, work: Work): Promise<Timings> {
  const [seconds, rate, coherentRate]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round <= Number(options.rounds); round++) {
    const [one, many] = [await secondsOf(work.one), await secondsOf(work.many)];
    const coherent = work.coherent && (await secondsOf(work.coherent));
    if (round === 0) continue;
    if (coherent !== undefined) coherentRate.push(SMALL_PHOTOS / coherent);
    seconds.push(one);
    rate.push(SMALL_PHOTOS / many);
  }
  process.stderr.write(`${name}: ${median(seconds).toFixed(2)} s, ${median(rate).toFixed(1)} photos/s\n`);
  return { name, seconds, rate, coherentRate };
}

async function secondsOf(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

/** Of the command as people run it; it tells its peak through a pipe of its own when it ends. */
function memoryOf(folder: string, photo: string) {
  const tell = `data:text/javascript,
    import { writeSync } from 'node:fs'; import { isMainThread } from 'node:worker_threads';
    if (isMainThread) process.on('exit', () => writeSync(3, String(process.resourceUsage().maxRSS)));`;
  const given = ['colorize', photo, '--out', join(folder, 'memory'), '--model', options.model];
  const { status, output } = spawnSync(
    process.execPath,
    ['--import', tell, 'apps/cli/bin/tintype.js', ...given],
    { stdio: ['ignore', 'ignore', 'inherit', 'pipe'] },
  );
  if (status !== 0) throw new Error(`expected tintype colorize to end with 0, got ${status}`);
  const megabytes = (Number(output[3]) * 1024) / 1e6;
  return judgeResult('50 megapixels, resident memory at most', 'MB', [megabytes], {
    target: 700,
    atMost: true,
  });
}
