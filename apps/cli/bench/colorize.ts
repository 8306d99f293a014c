import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import {
  colorizeFiles,
  colorizePhoto,
  listPhotos,
  modelThread,
  stripeThreads,
} from '@tintype/colorize/files';
import { decodePixels, encodePixels } from '@tintype/images';
import type { BackEndName } from '@tintype/network';
import { judgeResult, report } from '@tintype/network/bench';
import { type OpenedModel, openModel } from '@tintype/pipeline/models';

import { modelPlaces } from '../src/model-places.ts';
import { makePhoto, makeSmall } from './make-photos.ts';

/**
 * Seconds for a photo of 12 megapixels and photos per second of 256 × 256, JPEG to JPEG, on native TensorFlow and on
 * wasm. Beside them codecs alone, which nothing can be faster than: the same JPEG is decoded to sRGB and encoded with the
 * same quality and metadata, and nothing is done in between; the small ones four at a time. Models predict in threads
 * of their own, as those of `tintype colorize` do where there are many photos. All take turns, so that a
 * noisy machine is noisy for all. The processor time is that of all threads. The memory is that of `tintype colorize`,
 * in a process of its own, with 50 megapixels. Photos are made from a bundled one, with noise as of a film.
 */
const { values: options } = parseArgs({
  options: {
    engines: { type: 'string', default: 'tensorflow,wasm' },
    json: { type: 'string' },
    model: { type: 'string', default: 'bundled' },
    photos: { type: 'string', default: '100' },
    rounds: { type: 'string', default: '5' },
  },
});
const SMALL_PHOTOS = Number(options.photos);
const QUALITY = 92;
/** Of the rate without: what coherence may take is 15 % of the time of predicting, which is most of it. */
const COHERENT_SHARE = 0.87;
/** What 12 megapixels may take, of the time of the codecs; and photos a second, as many as with a smaller network. */
const [MOST_CODECS, LEAST_RATE] = [5, 28.6];
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
    await takeTurns([codec, tensorflow, wasm].filter((contender) => contender !== null));
    await report([...figures(codec, tensorflow, wasm), memoryOf(folder, huge)], options.json);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Who is measured, with the rounds that were. */
interface Contender {
  readonly name: string;
  readonly work: Work;
  /** For 12 megapixels: of the clock, and of the processor. */
  readonly seconds: number[];
  readonly processor: number[];
  /** Photos of 256 × 256 a second. */
  readonly rate: number[];
  /** The same with colours that agree with their neighbours. */
  readonly coherentRate: number[];
}

interface Work {
  one(): Promise<void>;
  many(): Promise<void>;
  coherent?(): Promise<void>;
}

function figures(codec: Contender, ...[tensorflow, wasm]: readonly (Contender | null)[]) {
  const large = (one: Contender) => `12 megapixels, ${one.name}`;
  const small = (one: Contender) => `256 × 256, ${one.name}`;
  const beside = (one: Contender | null | undefined, targets: { seconds?: number; rate?: number }) =>
    one == null
      ? []
      : [
          judgeResult(large(one), 's', one.seconds, {
            ...{ peer: codec.name, rounds: codec.seconds, ...target(targets.seconds), atMost: true },
          }),
          judgeResult(`${large(one)}, processor time`, 's', one.processor, {
            ...{ peer: codec.name, rounds: codec.processor },
          }),
          judgeResult(small(one), 'photos/s', one.rate, target(targets.rate)),
          judgeResult(small(one), 'photos/s', one.rate, { peer: codec.name, rounds: codec.rate }),
          judgeResult(`256 × 256, coherent, ${one.name}`, 'photos/s', one.coherentRate, {
            ...{ peer: 'without coherence', rounds: one.rate, target: COHERENT_SHARE },
          }),
        ];
  const times =
    tensorflow && wasm
      ? [
          judgeResult(large(wasm), 's', wasm.seconds, {
            ...{ peer: tensorflow.name, rounds: tensorflow.seconds, target: 4, atMost: true },
          }),
          judgeResult(small(wasm), 'photos/s', wasm.rate, {
            ...{ peer: tensorflow.name, rounds: tensorflow.rate, target: 1 / 4 },
          }),
        ]
      : [];
  return [
    judgeResult(large(codec), 's', codec.seconds),
    judgeResult(`${large(codec)}, processor time`, 's', codec.processor),
    judgeResult(small(codec), 'photos/s', codec.rate),
    ...beside(tensorflow, { seconds: MOST_CODECS, rate: LEAST_RATE }),
    ...beside(wasm, {}),
    ...times,
  ];
}

function target(value: number | undefined): { target?: number } {
  return value === undefined ? {} : { target: value };
}

async function coloured(folder: string, large: string, backEnd: BackEndName): Promise<Contender | null> {
  if (!options.engines.split(',').includes(backEnd)) return null;
  const engine = modelThread({ workerUrl: new URL('./model.worker.js', import.meta.url) });
  const opened = await openModel(options.model, places, backEnd, engine).catch((error: unknown) => {
    process.stderr.write(`${backEnd}: not measured: ${String(error)}\n`);
    return null;
  });
  if (opened === null) return null;
  process.stderr.write(
    `${opened.found.place} on ${backEnd} ${opened.backEnd.version} (${opened.backEnd.device})\n`,
  );
  const bytes = await readFile(large);
  return contender(backEnd, {
    one: async () => void (await colorizePhoto(opened.model, bytes, { computer, quality: QUALITY })),
    many: () => colourFolder(folder, opened, 0),
    coherent: () => colourFolder(folder, opened, 1),
  });
}

function contender(name: string, work: Work): Contender {
  return { name, work, seconds: [], processor: [], rate: [], coherentRate: [] };
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

async function codecAlone(folder: string, large: string): Promise<Contender> {
  const bytes = await readFile(large);
  const small = await readdir(join(folder, 'small'));
  const files = await Promise.all(small.map((name) => readFile(join(folder, 'small', name))));
  return contender('codecs alone', {
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

/** After one round that warms up. */
async function takeTurns(contenders: readonly Contender[]): Promise<void> {
  for (let round = 0; round <= Number(options.rounds); round++)
    for (const { name, work, ...rounds } of contenders) {
      const [one, many] = [await timed(work.one), await timed(work.many)];
      const coherent = work.coherent && (await timed(work.coherent));
      if (round === 0) continue;
      rounds.seconds.push(one.seconds);
      rounds.processor.push(one.processor);
      rounds.rate.push(SMALL_PHOTOS / many.seconds);
      if (coherent !== undefined) rounds.coherentRate.push(SMALL_PHOTOS / coherent.seconds);
      process.stderr.write(
        `round ${round}: ${name}: ${one.seconds.toFixed(2)} s, ${rounds.rate.at(-1)?.toFixed(1)} photos/s\n`,
      );
    }
}

async function timed(work: () => Promise<void>) {
  const [start, used] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(used);
  return { seconds: (performance.now() - start) / 1000, processor: (user + system) / 1e6 };
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
