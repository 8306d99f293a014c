import { labToSrgb } from '@tintype/colour';
import { metricsTable, predictionsTable, thumbnailsTable } from '@tintype/records';

import { idsOf, labOf, MADE_PHOTOS, type MadePhoto, SIDE } from './made-photos.ts';
import type { MadeStage } from './write-artefact.ts';

/** Temperatures of the made-up predictions; the first one stands for the network. */
const TEMPERATURES = [0.38, 1] as const;

interface Attempt {
  readonly photo: MadePhoto;
  readonly method: string;
  readonly temperature: number;
  readonly error: number;
}

export function evaluate(): MadeStage {
  const test = MADE_PHOTOS.filter(({ split }) => split === 'test');
  const attempts = test.flatMap((photo): Attempt[] => [
    { photo, method: 'network', temperature: TEMPERATURES[0], error: photo.error },
    { photo, method: 'network', temperature: TEMPERATURES[1], error: 70 - photo.error },
    { photo, method: 'grey', temperature: NaN, error: Math.hypot(...photo.ab) },
  ]);
  const pictures = test.flatMap((photo) => TEMPERATURES.map((temperature) => ({ photo, temperature })));
  const rgb = Uint8Array.from(pictures.flatMap(({ photo }) => [...labToSrgb(labOf(photo))]));
  const page = new TextEncoder().encode('<!doctype html><title>A report</title>');
  return {
    stage: 'evaluate',
    settings: { temperatures: [...TEMPERATURES] },
    summary: {
      scores: [
        { method: 'network', temperature: 0.38, photos: test.length, aucBalanced: 0.8 },
        { method: 'network', temperature: 1, photos: test.length, aucBalanced: 0.7 },
        { method: 'grey', temperature: null, photos: test.length, aucBalanced: 0.6 },
      ],
    },
    blobs: [
      {
        name: 'metrics/test/all',
        bytes: encodeMetrics(attempts),
        rows: attempts.length,
        table: metricsTable,
      },
      {
        name: 'predictions/test/all',
        bytes: predictionsTable.encode({
          photo: pictures.map(({ photo }) => photo.photo),
          temperature: pictures.map(({ temperature }) => temperature),
          rgb: { data: rgb, shape: [SIDE, SIDE, 3] },
        }),
        rows: pictures.length,
        table: predictionsTable,
      },
      {
        name: 'thumbnails/test/all',
        bytes: thumbnailsTable.encode({
          photo: idsOf(test),
          rgb: { data: new Uint8Array(test.length * 48).fill(99), shape: [4, 4, 3] },
        }),
        rows: test.length,
        table: thumbnailsTable,
      },
      { name: 'report.html', bytes: page },
    ],
  };
}

const PIXELS = SIDE * SIDE;

/** Every pixel of a photo errs as much as every other; what is not known here is 1. */
function encodeMetrics(attempts: readonly Attempt[]): Uint8Array {
  const ones = new Float64Array(attempts.length).fill(1);
  const sums = (of: (attempt: Attempt) => number) => Float64Array.from(attempts, (one) => PIXELS * of(one));
  return metricsTable.encode({
    photo: attempts.map(({ photo }) => photo.photo),
    method: attempts.map(({ method }) => method),
    temperature: attempts.map(({ temperature }) => temperature),
    pixels: new Float64Array(attempts.length).fill(PIXELS),
    error: sums(({ error }) => error),
    weightedError: sums(({ error }) => error),
    weight: new Float64Array(attempts.length).fill(PIXELS),
    squared: sums(({ error }) => error ** 2),
    ...{ hue: ones, vivid: ones, psnr: ones, ssim: ones, colourfulness: ones, colourfulnessTruth: ones },
    ...{ colourfulnessAbsolute: ones, colourfulnessAbsoluteTruth: ones, chroma: ones, chromaTruth: ones },
    ...{ outOfGamut: ones, crossEntropy: ones, labelEntropy: ones, weightedCrossEntropy: ones },
    ...{ weightedLabelEntropy: ones, lossWeight: ones },
  });
}
