import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { beforeAll, describe, expect, it } from '@jest/globals';
import { encodePng, renderScene } from '@tintype/images';
import { listFolder } from '@tintype/images/sources';
import { withChunk } from '@tintype/images/testing';
import type { Model } from '@tintype/network';
import { lightnessTable, lightnessUsageTable, priorTable, rowsTable } from '@tintype/records';
import { sha256 } from '@tintype/store';
import { build } from 'esbuild';

import type { OpenedModel } from '../models/open-model.ts';
import { measureInThreads, measureModel, type ModelMeasures } from './measure-model.ts';

const SIDE = 40;
const BINS = [
  [-25, -25],
  [5, 5],
  [25, 45],
];

/** A "network" that colours everything alike, and is not sure of it. */
const ORANGE: Model = {
  metadata: {
    formatVersion: 1,
    gamut: { kind: 'dataset', window: 10, bins: BINS },
    network: { kind: 'article', width: 1, activation: { kind: 'relu' } },
    lightness: { mean: 50, scale: 50 },
    temperature: 0.38,
    targets: { targets: 'nearest', neighbours: 2, sigma: 5 },
    trainedOn: { backEnd: 'cpu', version: '0' },
  },
  gamut: { kind: 'dataset', window: 10, bins: Float32Array.from(BINS.flat()) },
  predict: () => Promise.reject(new Error('measuring decodes logits')),
  predictCells: () => Promise.reject(new Error('measuring needs more than one temperature')),
  predictLogits: async (lightness, height, width) => ({
    logits: Float32Array.from({ length: lightness.length * BINS.length }, (_, i) => (i % 3 === 2 ? 9 : 0)),
    ...{ down: height, across: width, stride: 1 },
  }),
  dispose: () => {},
};

const perLevel = (levels: number) => ({
  count: new Float64Array(levels).fill(1),
  sumA: new Float64Array(levels).fill(5000),
  sumB: new Float64Array(levels).fill(5000),
});

const PRIOR = priorTable.encode({
  bin: [0, 1, 2],
  a: BINS.map(([a = 0]) => a),
  b: BINS.map(([, b = 0]) => b),
  count: [1, 2, 1],
  probability: [0.25, 0.5, 0.25],
  weight: [1.5, 0.5, 1.5],
});

const TABLES: Readonly<Record<string, Uint8Array>> = {
  'prior.arrow': PRIOR,
  'balance.arrow': PRIOR,
  'lightness.arrow': lightnessTable.encode({
    lightness: Int16Array.from({ length: 101 }, (_, i) => i),
    ...perLevel(101),
  }),
  'lightness-usage.arrow': lightnessUsageTable.encode({ lightness: [50], a: [5], b: [5], count: [3] }),
  'rows.arrow': rowsTable.encode({ row: Int16Array.from({ length: SIDE }, (_, i) => i), ...perLevel(SIDE) }),
};

function opened(tables = TABLES, model = ORANGE): OpenedModel {
  return {
    model,
    backEnd: { name: 'cpu', version: '0', device: 'none', precision: 'float32', passedOver: [] },
    found: {
      place: 'orange',
      readIfThere: async (file) => tables[file] ?? null,
      locateIfThere: async () => null,
    },
    digest: sha256('orange'),
  };
}

const UNKNOWN_SPACE = 'its colour space (cICP 22/99) is not known and left out of account';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'measure-'));
  for (let i = 0; i < 4; i++) {
    const { rgb, width, height } = renderScene(1, i, 64);
    const png = await encodePng(rgb, width, height);
    await writeFile(
      join(folder, `scene-${'abcd'[i]}.png`),
      i === 3 ? withChunk(png, 'cICP', [22, 99, 0, 1]) : png,
    );
    if (i === 0) await writeFile(join(folder, 'twin.png'), png);
  }
  await writeFile(join(folder, 'grey.png'), await encodePng(new Uint8Array(64 * 64 * 3).fill(90), 64, 64));
  const toned = Uint8Array.from(
    { length: 64 * 64 * 3 },
    (_, i) => (Math.floor(i / 3) % 64) * (3.5 - (i % 3) / 2),
  );
  await writeFile(join(folder, 'toned.png'), await encodePng(toned, 64, 64));
  await writeFile(join(folder, 'text.jpg'), 'not a photo');
});

async function measured(
  model: OpenedModel,
  options: Partial<Parameters<typeof measureModel>[2]> = {},
): Promise<ModelMeasures> {
  const { files } = await listFolder(folder, new AbortController().signal);
  return measureModel(model, files, {
    temperatures: [0.38],
    sameOriginal: null,
    emit: () => {},
    ...options,
  });
}

describe('measuring a model on a folder', () => {
  it('measures each photo and all together, beside every baseline and ceiling', async () => {
    const { photos, overall, originals, size } = await measured(opened());
    expect({ originals, size }).toEqual({ originals: 4, size: SIDE });
    expect(photos.map(({ path }) => path)).toEqual(['a', 'b', 'c', 'd'].map((name) => `scene-${name}.png`));
    const methods = [
      'network',
      'grey',
      'global mean',
      'mean per lightness',
      'likeliest per lightness',
      'mean per row',
      'truth, softly encoded',
      'truth, nearest bin',
    ];
    expect(overall.map(({ method }) => method)).toEqual(methods);
    for (const { scores } of photos) expect(scores.map(({ method }) => method)).toEqual(methods);
    expect(overall[0]).toMatchObject({ photos: 4, kl: expect.any(Number), auc: expect.any(Number) });
    const meanAuc = photos.reduce((sum, { scores }) => sum + (scores[0]?.auc ?? NaN), 0) / 4;
    expect(overall[0]?.auc).toBeCloseTo(meanAuc, 6); // photos are of one size
    expect(overall[0]?.intervals.aucBalanced).toHaveLength(2);
    expect(overall[1]?.lead.aucBalanced?.interval).toHaveLength(2);
  });

  it('leaves out what there is nothing to measure of, and says what could not be read', async () => {
    const { leftOut, failed } = await measured(opened());
    expect(leftOut).toEqual([
      { path: 'grey.png', reason: 'it has no colours' },
      { path: 'toned.png', reason: 'it is toned: all of its colours lie on one line of hue' },
      { path: 'twin.png', reason: 'the same bytes as scene-a.png' },
    ]);
    expect(failed).toEqual([{ path: 'text.jpg', reason: expect.stringContaining('not a photo') }]);
  });

  it('says what of a photo was left out of account', async () => {
    const { photos } = await measured(opened());
    expect(photos.map(({ notes }) => notes)).toEqual([[], [], [], [UNKNOWN_SPACE]]);
  });

  it('draws crops of one original together, so that one original has no interval', async () => {
    const { originals, overall } = await measured(opened(), { sameOriginal: '-[a-d]$' });
    expect(originals).toBe(1);
    expect(overall.every(({ intervals }) => Object.keys(intervals).length === 0)).toBe(true);
  });

  it('measures at every temperature, the first one standing for the network', async () => {
    const { overall, temperature } = await measured(opened(), { temperatures: [1, 0.2] });
    expect(temperature).toBe(1);
    expect(overall.slice(0, 2).map((score) => score.temperature)).toEqual([1, 0.2]);
  });

  it('says what a model without its tables cannot be measured by', async () => {
    const { targets: _, ...metadata } = ORANGE.metadata;
    const { overall, notes, size } = await measured(opened({}, { ...ORANGE, metadata }));
    expect(overall.map(({ method }) => method)).toEqual(['network', 'grey', 'truth, nearest bin']);
    expect(overall[0]).toMatchObject({ aucBalanced: null, crossEntropy: null, auc: expect.any(Number) });
    expect(size).toBe(256);
    expect(notes).toEqual([
      expect.stringContaining('no balanced AuC'),
      expect.stringContaining('no cross-entropy'),
    ]);
  });

  it('measures the same in threads, whatever order they finish in', async () => {
    const outfile = join(folder, '..', `${basename(folder)}.measure.worker.mjs`);
    const worker = join(import.meta.dirname, 'measure.worker.ts');
    await build({ entryPoints: [worker], outfile, bundle: true, format: 'esm', platform: 'node' });
    const openMeasurer = measureInThreads({ workerUrl: pathToFileURL(outfile), threads: 2 });
    const told: number[] = [];
    const emit = ({ done }: { readonly done: number }) => told.push(done);
    expect(await measured(opened(), { openMeasurer, emit })).toEqual(await measured(opened()));
    expect(told).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('tells how far it is, whatever became of a photo', async () => {
    const told: number[] = [];
    await measured(opened(), { emit: ({ done, total }) => told.push(done / total) });
    expect(told).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((done) => done / 8));
  });
});
