import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, it } from '@jest/globals';

import {
  curvesTable,
  decodingsTable,
  epochPatchesTable,
  imagesTable,
  lightnessTable,
  lightnessUsageTable,
  metricsTable,
  patchesTable,
  photosTable,
  predictionsTable,
  priorTable,
  rowsTable,
  thumbnailsTable,
  usageTable,
} from './tables.ts';

const PROGRAM = join(import.meta.dirname, 'interop.test.py');
const IDS = ['ab'.repeat(32), '0f'.repeat(32), 'f0'.repeat(32)];
const THREE = [1, 2, 4.5];
const COUNTS = [0, 1, 2];
const WORDS = ['grün', '', 'blue'];

const float = (length: number) => Float32Array.from({ length }, (_, i) => i / 4);
const all = <K extends string>(keys: readonly K[], values: readonly number[]): Record<K, readonly number[]> =>
  Object.fromEntries(keys.map((key) => [key, values])) as Record<K, readonly number[]>;

const FILES: Readonly<Record<string, Uint8Array>> = {
  photos: photosTable.encode({
    photo: IDS,
    path: WORDS,
    class: WORDS,
    ...all(['width', 'height', 'bytes'], COUNTS),
    format: WORDS,
    split: ['train', 'test', ''],
    status: ['kept', 'kept', 'quarantined'],
    reason: WORDS,
  }),
  images: imagesTable.encode({
    photo: IDS,
    nearGrey: [true, false, true],
    lab: { data: float(3 * 12), shape: [2, 2, 3] },
  }),
  usage: usageTable.encode({ class: WORDS, ...all(['a', 'b'], [-110, 0, 109]), count: [1, 2, 2 ** 32 - 1] }),
  lightness: lightnessTable.encode({ lightness: COUNTS, ...all(['count', 'sumA', 'sumB'], THREE) }),
  rows: rowsTable.encode({ row: COUNTS, ...all(['count', 'sumA', 'sumB'], THREE) }),
  'lightness-usage': lightnessUsageTable.encode({ ...all(['lightness', 'a', 'b'], COUNTS), count: THREE }),
  prior: priorTable.encode({ bin: COUNTS, ...all(['a', 'b', 'count', 'probability', 'weight'], THREE) }),
  patches: patchesTable.encode({
    photo: IDS,
    ...all(['index', 'x', 'y'], COUNTS),
    lightness: { data: float(3 * 20), shape: [4, 5] },
    ab: { data: float(3 * 12), shape: [2, 3, 2] },
  }),
  curves: curvesTable.encode({
    ...all(['epoch', 'step', 'patches'], COUNTS),
    ...all(
      ['learningRate', 'trainLoss', 'trainKl', 'validationLoss', 'validationKl', 'validationAuc'],
      THREE,
    ),
  }),
  'epoch-patches': epochPatchesTable.encode({
    patch: COUNTS,
    shows: ['grey', 'predicted', 'true'],
    epoch: COUNTS,
    rgb: { data: Uint8Array.from({ length: 3 * 12 }, (_, i) => i), shape: [2, 2, 3] },
  }),
  decodings: decodingsTable.encode({
    ...all(['temperature', 'coherence', 'saturation', 'aucBalanced', 'chromaRatio'], THREE),
    chosen: [false, true, false],
  }),
  predictions: predictionsTable.encode({
    photo: IDS,
    temperature: THREE,
    rgb: { data: Uint8Array.from({ length: 3 * 12 }, (_, i) => 255 - i), shape: [2, 2, 3] },
  }),
  thumbnails: thumbnailsTable.encode({
    photo: IDS,
    rgb: { data: Uint8Array.from({ length: 3 * 12 }, (_, i) => i), shape: [2, 2, 3] },
  }),
  metrics: metricsTable.encode({
    photo: IDS,
    method: WORDS,
    temperature: [NaN, 0.5, 0.25],
    ...all(['pixels', 'error', 'weightedError', 'weight', 'squared', 'hue', 'vivid', 'psnr', 'ssim'], THREE),
    ...all(['colourfulness', 'colourfulnessTruth', 'chroma', 'chromaTruth', 'outOfGamut'], THREE),
    ...all(['colourfulnessAbsolute', 'colourfulnessAbsoluteTruth', 'lossWeight'], THREE),
    ...all(['crossEntropy', 'labelEntropy', 'weightedCrossEntropy', 'weightedLabelEntropy'], THREE),
  }),
};

/** What the readers should find in the columns that are not all the same. */
const EXPECTED = {
  photos: {
    photo: { shape: [3], first: IDS[0] },
    path: { shape: [3], first: 'grün' },
    split: { shape: [3], first: 'train' },
    width: { shape: [3], sum: 3 },
  },
  images: {
    photo: { shape: [3], first: IDS[0] },
    near_grey: { shape: [3], first: 'True' },
    lab: { shape: [3, 2, 2, 3], sum: 157.5 },
  },
  usage: { a: { shape: [3], sum: -1 }, count: { shape: [3], sum: 2 ** 32 + 2 } },
  lightness: { lightness: { shape: [3], sum: 3 }, sum_a: { shape: [3], sum: 7.5 } },
  rows: { row: { shape: [3], sum: 3 }, sum_b: { shape: [3], sum: 7.5 } },
  'lightness-usage': { a: { shape: [3], sum: 3 }, count: { shape: [3], sum: 7.5 } },
  prior: { bin: { shape: [3], sum: 3 }, a: { shape: [3], sum: 7.5 }, weight: { shape: [3], sum: 7.5 } },
  patches: {
    x: { shape: [3], sum: 3 },
    lightness: { shape: [3, 4, 5], sum: 442.5 },
    ab: { shape: [3, 2, 3, 2], sum: 157.5 },
  },
  curves: { learning_rate: { shape: [3], sum: 7.5 }, step: { shape: [3], sum: 3 } },
  'epoch-patches': { epoch: { shape: [3], sum: 3 }, rgb: { shape: [3, 2, 2, 3], sum: 630 } },
  decodings: { chroma_ratio: { shape: [3], sum: 7.5 }, chosen: { shape: [3], first: 'False' } },
  predictions: { rgb: { shape: [3, 2, 2, 3], sum: 8550 } },
  thumbnails: { rgb: { shape: [3, 2, 2, 3], sum: 630 } },
  metrics: { temperature: { shape: [3], sum: 0.75 }, chroma_truth: { shape: [3], sum: 7.5 } },
};

interface Found {
  readonly shape: readonly number[];
  readonly sum?: number;
  readonly first?: string;
}
interface Readings {
  readonly pyarrow: Readonly<Record<string, Found>>;
  readonly polars: Readonly<Record<string, Found>>;
  readonly duckdb: Readonly<Record<string, Found>>;
  readonly meanings: Readonly<Record<string, readonly [description: string | null, unit: string | null]>>;
}
type Report = Readonly<Record<string, Readings>>;

const python = process.env['TINTYPE_PYTHON'] ?? '';
const usable = python !== '' && hasReaders(python);
if (!usable) {
  const why = python === '' ? 'is not set' : `(${python}) lacks pyarrow, polars, duckdb or numpy`;
  process.stderr.write(`Arrow interoperability is not tested: TINTYPE_PYTHON ${why}\n`);
}

function hasReaders(interpreter: string): boolean {
  return spawnSync(interpreter, ['-c', 'import pyarrow, polars, duckdb, numpy']).status === 0;
}

const folder = mkdtempSync(join(tmpdir(), 'tintype-interop-'));
afterAll(() => rmSync(folder, { recursive: true }));

let report: Report | undefined;

/** What the readers find, asked for once. */
function read(): Report {
  if (report !== undefined) return report;
  const paths = Object.entries(FILES).map(([name, bytes]) => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return path;
  });
  report = JSON.parse(execFileSync(python, [PROGRAM, ...paths], { encoding: 'utf8' })) as Report;
  return report;
}

describe('Arrow files of every table', () => {
  const maybe = usable ? it : it.skip;

  maybe('are read by pyarrow with their shapes, and by polars and DuckDB as flat lists', () => {
    for (const [table, columns] of Object.entries(EXPECTED)) {
      const found = read()[join(folder, table)];
      expect(found?.pyarrow).toMatchObject(columns);
      expect(found?.polars).toMatchObject(flattened(columns));
      expect(found?.duckdb).toMatchObject(flattened(columns));
    }
  });

  maybe('say to pyarrow what every column means, and in what unit', () => {
    const meanings = Object.values(read()).flatMap((found) => Object.entries(found.meanings));
    expect(meanings.filter(([, [description]]) => description === null)).toEqual([]);
    expect(read()[join(folder, 'lightness')]?.meanings).toMatchObject({
      lightness: ['L, rounded', '0..100'],
      sum_a: ['sum of a over these pixels', 'thousandths of an ab unit'],
    });
  });
});

function flattened(columns: Readonly<Record<string, object>>): Record<string, object> {
  const flat = Object.entries(columns).map(([name, column]) => {
    const { shape: [rows = 0, ...rest] = [] } = column as Found;
    return [name, { ...column, shape: rest.length ? [rows, rest.reduce((a, b) => a * b)] : [rows] }];
  });
  return Object.fromEntries(flat);
}
