import { parseArgs } from 'node:util';

import { type Gamut, rngFrom } from '@tintype/colour';
import { judgeResult, report } from '@tintype/network/bench';

import { decodeColours, type Hint, paintColours, type Pixels, type Prediction } from '../src/index.ts';

/**
 * What a page does once a photo has been predicted, in this thread: decoding, hints and painting. The prediction is
 * made up, as large as that of a photo of 3 : 2: four surfaces, each with its own lightness and likeliest colours.
 */
const { values: options } = parseArgs({
  options: { json: { type: 'string' }, rounds: { type: 'string', default: '21' } },
});
const [ACROSS, DOWN, STRIDE] = [96, 64, 4];
const SEEN = { width: ACROSS * STRIDE, height: DOWN * STRIDE };
const SETTINGS = { temperature: 0.5, coherence: 1 };
/** As many bins as the bundled model has, 10 apart: [Q, 2]. */
const BINS = Float32Array.from({ length: 2 * 216 }, (_, i) =>
  i % 2 === 0 ? -55 + 10 * Math.floor(i / 36) : -85 + 10 * (Math.floor(i / 2) % 18),
);
const GAMUT: Gamut = { kind: 'dataset', window: 10, bins: BINS };

const rng = rngFrom('bench hints');
const prediction = makePrediction();
const hints = Array.from({ length: 20 }, (): Hint => {
  const [x, y, a, b] = [rng(), rng(), 80 * rng() - 40, 80 * rng() - 40];
  return { x, y, a, b };
});

const figures = [
  await measure('96 × 64 cells of 216 bins decoded', 10, () => decodeColours(prediction, SETTINGS)),
  await measure('the same with 20 hints', 100, () => decodeColours(prediction, { ...SETTINGS, hints })),
  await measurePainting(1024, 768),
  await measurePainting(4000, 3000),
];
await report(figures, options.json);

/** Milliseconds, at most so many. */
async function measure(metric: string, atMost: number | undefined, work: () => unknown) {
  await work(); // compiles it
  const rounds: number[] = [];
  for (let round = 0; round < Number(options.rounds); round++) {
    const start = performance.now();
    await work();
    rounds.push(performance.now() - start);
  }
  return judgeResult(metric, 'ms', rounds, atMost === undefined ? {} : { target: atMost, atMost: true });
}

async function measurePainting(width: number, height: number) {
  const pixels = makePixels(width, height);
  const cells = decodeColours(prediction, SETTINGS);
  const look = { seen: SEEN, saturation: 1, space: 'srgb', inPlace: true } as const;
  return measure(`${width} × ${height} painted`, undefined, () => paintColours(pixels, cells, look));
}

/** Four surfaces side by side. */
function surfaceAt(x: number): number {
  return Math.floor((4 * x) / SEEN.width);
}

function makePrediction(): Prediction {
  const lightness = Float32Array.from({ length: SEEN.width * SEEN.height }, (_, i) => {
    return 20 + 20 * surfaceAt(i % SEEN.width) + 3 * rng();
  });
  const logits = Float32Array.from({ length: ACROSS * DOWN * (BINS.length / 2) }, (_, i) => {
    const bin = i % (BINS.length / 2);
    const surface = surfaceAt((Math.floor(i / (BINS.length / 2)) % ACROSS) * STRIDE);
    const away = Math.hypot(BINS[2 * bin] - 20 * surface + 30, BINS[2 * bin + 1] + 15 * surface - 20);
    return -away / 10 + rng();
  });
  return { logits, across: ACROSS, down: DOWN, stride: STRIDE, seen: SEEN, lightness, gamut: GAMUT };
}

function makePixels(width: number, height: number): Pixels {
  const samples = Uint8Array.from({ length: 4 * width * height }, (_, i) => {
    const x = (Math.floor(i / 4) % width) / width;
    return 50 + 40 * surfaceAt(x * SEEN.width) + 20 * rng();
  });
  return { samples, width, height, channels: 4 };
}
