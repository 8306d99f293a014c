import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { colorizePhoto, stripeThreads } from '@tintype/colorize/node';
import type { Size } from '@tintype/colour';
import { decodePixels, type EncodablePixels, encodePixels } from '@tintype/images';
import { judgeResult, report } from '@tintype/network/bench';
import { openModel } from '@tintype/pipeline/models';

import { closeBrowser, openPage } from '../../src/testing/open-page.ts';
import { startStudio } from '../../src/testing/start-studio.ts';
import { drivePage } from './drive-page.ts';

/**
 * The studio's page in Chromium: seconds until the first photo is in colour, time of photos of 256 × 256 and of 12
 * megapixels beside the command line's on wasm, and how soon the page follows a slider. The photo is a bundled one.
 */
const { values: options } = parseArgs({
  options: { json: { type: 'string' }, rounds: { type: 'string', default: '5' } },
});
const ROUNDS = Number(options.rounds);
const SMALL_PHOTOS = 12;
const LARGE = { width: 4000, height: 3000 };
const QUALITY = 92;

const workspace = process.cwd();
const folder = await mkdtemp(join(tmpdir(), 'tintype-bench-'));
const studio = await startStudio({ workspace });
try {
  const { small, large } = await makePhotos();
  const command = await timeCommand(small, large);
  const page = await timePage(small, large);
  await report(figures(page, command), options.json);
} finally {
  await studio.close();
  await closeBrowser();
  await rm(folder, { recursive: true });
}
process.exit(); // threads of the command line wait for work

async function makePhotos(): Promise<{ readonly small: string; readonly large: string }> {
  const file = join(workspace, 'data/historic/insidecity_castle-clinton-1961.jpg');
  const photo = await decodePixels(await readFile(file));
  if ('reason' in photo) throw new Error(photo.reason);
  const make = async (name: string, size: Size) => {
    const place = join(folder, name);
    const encoding = { format: 'jpeg', quality: QUALITY, metadata: {} } as const;
    await writeFile(place, await encodePixels(scaleCoarsely(photo, size), encoding));
    return place;
  };
  return {
    small: await make('small.jpg', { width: 256, height: 256 }),
    large: await make('large.jpg', LARGE),
  };
}

/** Every pixel is that of the photo which lies there. */
function scaleCoarsely(photo: EncodablePixels, { width, height }: Size): EncodablePixels {
  const { channels } = photo;
  const samples = new Uint8Array(width * height * channels);
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const column = Math.floor((x * photo.width) / width);
      const from = (Math.floor((y * photo.height) / height) * photo.width + column) * channels;
      for (let c = 0; c < channels; c++) samples[at++] = photo.samples[from + c] ?? 0;
    }
  return { samples, width, height, channels };
}

type PageTimings = Awaited<ReturnType<typeof timePage>>;
type CommandTimings = Awaited<ReturnType<typeof timeCommand>>;

function figures(page: PageTimings, command: CommandTimings) {
  const { device } = page;
  const peer = `command line, ${command.device}`;
  const beside = (rounds: readonly number[]) => ({ peer, rounds, atMost: true });
  const beyond = page.download.map((ms, round) => ms - (page.encoding[round] ?? NaN));
  return [
    judgeResult('page, loaded', 's', page.loaded, { target: 2, atMost: true }),
    judgeResult(`first picture from nothing, ${device}`, 's', page.first),
    judgeResult(`256 × 256, ${device}`, 'ms', page.small, beside(command.small)),
    judgeResult(`12 megapixels, opened and downloaded, ${device}`, 'ms', page.large, beside(command.large)),
    judgeResult('12 megapixels, download', 'ms', page.download),
    judgeResult('12 megapixels, download beyond encoding', 'ms', beyond, { target: 200, atMost: true }),
    judgeResult('saturation, as drafted', 'ms', page.saturation, { target: 16, atMost: true }),
    judgeResult('temperature, as drafted', 'ms', page.temperature, { target: 16, atMost: true }),
  ];
}

/** Of the command line's functions in this process, milliseconds a photo, JPEG to JPEG. */
async function timeCommand(small: string, large: string) {
  const data = join(workspace, 'data');
  const places = { cwd: workspace, data, bundled: join(data, 'models/bundled'), recipes: workspace };
  const { model, backEnd } = await openModel('bundled', places, 'wasm');
  const threads = Math.max(1, availableParallelism() - 1);
  const computer = stripeThreads({ workerUrl: new URL('./stripe.worker.js', import.meta.url), threads });
  const time = async (file: string) => {
    const bytes = await readFile(file);
    const rounds: number[] = [];
    for (let round = 0; round <= ROUNDS; round++) {
      const start = performance.now();
      await colorizePhoto(model, bytes, { computer, quality: QUALITY });
      if (round > 0) rounds.push(performance.now() - start); // the first one warms up
    }
    return rounds;
  };
  const timings = { device: `wasm (${backEnd.device})`, small: await time(small), large: await time(large) };
  model.dispose();
  await computer.close();
  return timings;
}

async function timePage(small: string, large: string) {
  const [loaded, first]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    const { page, close } = await openPage(studio.url); // in a profile of its own
    loaded.push((performance.now() - start) / 1000);
    await drivePage(page).colour([small]);
    first.push((performance.now() - start) / 1000);
    await close();
  }
  const { page, close } = await openPage(studio.url);
  const driven = drivePage(page);
  const timings = {
    loaded,
    first,
    ...(await timeWarmPage(driven, small, large)),
    device: await driven.device(),
  };
  await close();
  return timings;
}

async function timeWarmPage(driven: ReturnType<typeof drivePage>, small: string, large: string) {
  await driven.colour([small]);
  const times = {
    small: [] as number[],
    large: [] as number[],
    download: [] as number[],
    encoding: [] as number[],
  };
  const timed = async (work: () => Promise<void>) => {
    const start = performance.now();
    await work();
    return performance.now() - start;
  };
  for (let round = 0; round < ROUNDS; round++) {
    const many = Array.from({ length: SMALL_PHOTOS }, () => small);
    times.small.push((await timed(() => driven.colour(many))) / SMALL_PHOTOS);
    const opened = await timed(() => driven.colour([large]));
    const download = await timed(() => driven.download());
    times.large.push(opened + download);
    times.download.push(download);
    times.encoding.push(await driven.encode(large));
  }
  const saturation = await driven.slide('saturation', [1.2, 1.4, 1.6, 1.8, 2, 1.7, 1.5, 1.3, 1.1]);
  const temperature = await driven.slide('temperature', [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95]);
  return { ...times, saturation, temperature };
}
