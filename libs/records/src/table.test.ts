import { describe, expect, it } from '@jest/globals';

import {
  curvesTable,
  imagesTable,
  lightnessTable,
  metricsTable,
  patchesTable,
  photosTable,
  usageTable,
} from './tables.ts';

const ID_A = '00'.repeat(31) + '0f';
const ID_B = 'fe'.repeat(32);

function twoPhotos() {
  return {
    photo: [ID_A, ID_B],
    path: ['forest/æøå 🌲.jpg', '\ufeff'],
    class: ['forest', 'street'],
    width: [256, 1],
    height: Int32Array.of(256, 3),
    format: ['jpeg', 'png'],
    bytes: [5e9, 12],
    split: ['train', ''] as const,
    status: ['kept', 'quarantined'] as const,
    reason: ['', '1×3: smaller than 32 px'],
  };
}

function images(rows: number, size = 2) {
  const data = Float32Array.from({ length: rows * size * size * 3 }, (_, i) => i - 7.5);
  const photo = Array.from({ length: rows }, () => ID_A);
  return { photo, nearGrey: photo.map((_, i) => i % 3 === 1), lab: { data, shape: [size, size, 3] } };
}

describe('a table', () => {
  it('gives back what was encoded', () => {
    const decoded = photosTable.decode(photosTable.encode(twoPhotos()));
    expect(decoded).toEqual({
      ...twoPhotos(),
      width: Int32Array.of(256, 1),
      bytes: Float64Array.of(5e9, 12),
    });
  });

  it('gives back the columns that are asked for', () => {
    const { photo, class: classes } = twoPhotos();
    const columns = photosTable.decodeColumns(photosTable.encode(twoPhotos()), ['photo', 'class']);
    expect(columns).toEqual({ photo, class: classes });
    expect(() => imagesTable.decodeColumns(photosTable.encode(twoPhotos()), ['photo'], 'a.arrow')).toThrow(
      'a.arrow: expected tintype.table images, got photos',
    );
  });

  it('gives back tensors with their shape, and more booleans than fit a byte', () => {
    const written = images(11);
    expect(imagesTable.decode(imagesTable.encode(written))).toEqual(written);
  });

  it('gives back no rows as no rows, shapes included', () => {
    expect(imagesTable.decode(imagesTable.encode(images(0)))).toEqual(images(0));
    expect(
      photosTable.decode(photosTable.encode({ ...photosTable.decode(photosTable.encode(none())) })).photo,
    ).toEqual([]);
  });

  it('decodes tensors as views of the file', () => {
    const bytes = imagesTable.encode(images(3));
    const { lab } = imagesTable.decode(bytes);
    expect(lab.data.buffer).toBe(bytes.buffer);
  });

  it('decodes a file that lies at an odd place in memory', () => {
    const bytes = curvesTable.encode(oneEpoch());
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(curvesTable.decode(shifted.subarray(3)).learningRate).toEqual(Float64Array.of(1e-3));
  });

  it('keeps NaN and the extremes of its number formats', () => {
    const counts = { class: ['', ''], a: [-110, 109], b: [-32768, 32767], count: [0, 2 ** 32 - 1] };
    expect(Array.from(usageTable.decode(usageTable.encode(counts)).count)).toEqual(counts.count);
    expect(curvesTable.decode(curvesTable.encode({ ...oneEpoch(), trainKl: [NaN] })).trainKl).toEqual(
      Float64Array.of(NaN),
    );
  });

  it('writes one array that is given as several columns several times', () => {
    const thirds = Float64Array.of(1 / 3, 2 / 3, 1);
    const written = {
      lightness: Int16Array.of(0, 1, 2),
      count: thirds,
      sumA: thirds,
      sumB: thirds.subarray(0),
    };
    expect(lightnessTable.decode(lightnessTable.encode(written))).toEqual(written);
  });

  it('gives the same bytes for the same columns', () => {
    expect(photosTable.encode(twoPhotos())).toEqual(photosTable.encode(twoPhotos()));
  });

  it('writes snake_case names', () => {
    const bytes = Buffer.from(imagesTable.encode(images(1)));
    expect(bytes.includes('near_grey')).toBe(true);
    expect(bytes.includes('nearGrey')).toBe(false);
  });
});

describe('a table refuses to encode', () => {
  it('columns of different lengths', () => {
    expect(() => photosTable.encode({ ...twoPhotos(), width: [1] })).toThrow(
      'photos.width: expected 2 rows as in photo, got 1',
    );
  });

  it('a tensor that does not hold whole rows', () => {
    const lab = { data: new Float32Array(13), shape: [2, 2, 3] };
    expect(() => imagesTable.encode({ photo: [ID_A], nearGrey: [true], lab })).toThrow(
      'images.lab: expected whole rows of 2×2×3 = 12 values, got 13 values',
    );
  });

  it('a tensor of the wrong rank', () => {
    const lab = { data: new Float32Array(12), shape: [4, 3] };
    expect(() => imagesTable.encode({ photo: [ID_A], nearGrey: [true], lab })).toThrow(
      'images.lab: expected a shape of 3 whole numbers [H, W, C], got [4, 3]',
    );
  });

  it('an integer that would wrap around', () => {
    expect(() => usageTable.encode({ class: ['', ''], a: [0, 40_000], b: [0, 0], count: [1, 1] })).toThrow(
      'usage.a: expected int16, got 40000 in row 1',
    );
    expect(() => usageTable.encode({ class: [''], a: [0], b: [0], count: [0.5] })).toThrow(
      'usage.count: expected uint32, got 0.5 in row 0',
    );
  });

  it('a photo id that is not a sha256', () => {
    expect(() => imagesTable.encode({ ...images(1), photo: ['ABC'] })).toThrow(
      'images.photo: row 0: expected a sha256 of 64 lower-case hexadecimal digits, got "ABC"',
    );
  });
});

describe('a table refuses to decode', () => {
  const bytes = imagesTable.encode(images(2));

  it('a file that is no Arrow file', () => {
    const page = new TextEncoder().encode('<!doctype html>');
    expect(() => imagesTable.decode(page, 'x.arrow')).toThrow(
      'x.arrow: expected an Arrow IPC file, got 15 bytes that do not begin with ARROW1',
    );
    expect(() => imagesTable.decode(new Uint8Array(), 'x.arrow')).toThrow('got 0 bytes');
  });

  it.each([6, 8, 100, 600, bytes.length - 1])('a file cut after %d bytes', (length) => {
    expect(() => imagesTable.decode(bytes.subarray(0, length), 'x.arrow')).toThrow(
      `x.arrow: the Arrow file is truncated: its ${length} bytes do not end with ARROW1`,
    );
  });

  it('a file of another table', () => {
    expect(() => patchesTable.decode(bytes, 'x.arrow')).toThrow(
      'x.arrow: expected tintype.table patches, got images',
    );
  });

  it('a damaged footer, by the name of the file', () => {
    const damaged = bytes.slice().fill(0xff, bytes.length - 60, bytes.length - 6);
    expect(() => imagesTable.decode(damaged, 'x.arrow')).toThrow(/^x\.arrow: /);
  });
});

function none() {
  return {
    photo: [],
    path: [],
    class: [],
    width: [],
    height: [],
    format: [],
    bytes: [],
    split: [],
    status: [],
    reason: [],
  };
}

function oneEpoch() {
  return {
    epoch: [0],
    step: [16],
    patches: [1024],
    learningRate: [1e-3],
    trainLoss: [2],
    trainKl: [1],
    validationLoss: [3],
    validationKl: [2],
    validationAuc: [0.8],
  };
}

it('a metrics row of a baseline has no temperature', () => {
  const numbers = [1];
  const row = {
    photo: [ID_B],
    method: ['grey'],
    temperature: [NaN],
    pixels: numbers,
    error: numbers,
    weightedError: numbers,
    weight: numbers,
    squared: numbers,
    hue: numbers,
    vivid: numbers,
    psnr: numbers,
    ssim: numbers,
    colourfulness: numbers,
    colourfulnessTruth: numbers,
    colourfulnessAbsolute: numbers,
    colourfulnessAbsoluteTruth: numbers,
    chroma: numbers,
    chromaTruth: numbers,
    outOfGamut: numbers,
    crossEntropy: numbers,
    labelEntropy: numbers,
    weightedCrossEntropy: numbers,
    weightedLabelEntropy: numbers,
    lossWeight: numbers,
  };
  expect(metricsTable.decode(metricsTable.encode(row)).temperature[0]).toBeNaN();
});
