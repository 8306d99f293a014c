import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';

import { decodePhoto } from '../decode-photo.ts';
import { decodePixels } from '../decode-pixels.ts';
import { inspectPhoto } from '../inspect-photo.ts';
import { describeSamples, readSrgbProfile, TIFF_TAGS } from '../testing/corpus-tiff.ts';
import { makeProfile } from '../testing/make-profile.ts';
import { makeTiff, type TiffPicture } from '../testing/make-tiff.ts';

const SIDE = 64;
const GREY = 1;
const FLOAT = 3;
const { photometric, profile, sampleFormat, extraSamples, newSubfileType } = TIFF_TAGS;

/** Every level from black to white, 0..1, one row like the other. */
const RAMP = Array.from({ length: SIDE * SIDE }, (_, i) => (i % SIDE) / (SIDE - 1));
/** Light → sRGB, IEC 61966-2-1. */
const encode = (light: number) => (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055);

type Samples = Parameters<typeof describeSamples>[0];

function tiff(samples: Samples, fields: TiffPicture['fields'] = {}): Uint8Array {
  return makeTiff([describeSamples(samples, SIDE, SIDE, fields)]);
}

/** Levels as RGB: the level, half of it, its opposite. */
function colours(levels: readonly number[]): number[] {
  return levels.flatMap((level) => [level, level / 2, 1 - level]);
}

const deep = (levels: readonly number[]) => Uint16Array.from(levels, (level) => Math.round(level * 65535));
const shallow = (levels: readonly number[]) => Uint8Array.from(levels, (level) => Math.round(level * 255));

/** The samples of a photo at its full size, 0..1. */
async function decode(bytes: Uint8Array): Promise<number[]> {
  const decoded = await decodePixels(bytes);
  if ('reason' in decoded) throw new Error(decoded.reason);
  return Array.from(decoded.samples, (sample) => sample / (256 ** decoded.samples.BYTES_PER_ELEMENT - 1));
}

function furthest(x: readonly number[], y: readonly number[]): number {
  expect(x).toHaveLength(y.length);
  return x.reduce((most, value, i) => Math.max(most, Math.abs(value - (y[i] ?? NaN))), 0);
}

const thrice = (levels: readonly number[]) => levels.flatMap((level) => [level, level, level]);

describe('decodePixels', () => {
  it.each<readonly [string, Parameters<typeof makeProfile>[1], (sample: number) => number]>([
    ['linear', { table: [] }, (x) => x],
    ['a power', { table: [(1.8 * 256) / 65535] }, (x) => x ** (461 / 256)],
    ['a table', { table: [0, 0.1, 1] }, (x) => (x < 0.5 ? x * 0.2 : 0.1 + (x - 0.5) * 1.8)],
    ['a formula', [2.2], (x) => x ** 2.2],
  ])('reads 16-bit grey through a profile that is %s', async (_, curve, light) => {
    const seen = await decode(
      tiff(deep(RAMP), { [photometric]: GREY, [profile]: makeProfile('GRAY', curve) }),
    );
    expect(furthest(seen, thrice(RAMP.map((x) => encode(light(x)))))).toBeLessThan(0.001);
  });

  it('reads 16-bit grey with alpha through its profile, as TIFF and as PNG', async () => {
    const samples = deep(RAMP.flatMap((level) => [level, 0.25]));
    const bytes = tiff(samples, {
      [photometric]: GREY,
      [extraSamples]: 2,
      [profile]: makeProfile('GRAY', { table: [] }),
    });
    const expected = RAMP.flatMap((level) => [...thrice([encode(level)]), 0.25]);
    expect(furthest(await decode(bytes), expected)).toBeLessThan(0.001);
    const png = await sharp(bytes, { ignoreIcc: true })
      .keepIccProfile()
      .toColourspace('grey16')
      .png()
      .toBuffer();
    expect((await sharp(png).metadata()).hasProfile).toBe(true);
    expect(furthest(await decode(png), expected)).toBeLessThan(0.001);
  });

  it('takes a profile that is none for sRGB', async () => {
    const broken = Buffer.alloc(300, 'no profile');
    const grey = await decode(tiff(deep(RAMP), { [photometric]: GREY, [profile]: broken }));
    expect(furthest(grey, thrice(RAMP))).toBeLessThan(0.001);
    const rgb = await decode(tiff(deep(colours(RAMP)), { [profile]: broken }));
    expect(furthest(rgb, colours(RAMP))).toBeLessThan(0.001);
  });

  it('leaves 16-bit sRGB as it is, which sharp would bring to Display P3', async () => {
    const seen = await decode(tiff(deep(colours(RAMP)), { [profile]: await readSrgbProfile() }));
    expect(furthest(seen, colours(RAMP))).toBeLessThan(0.001);
  });

  it.each<readonly [string, (levels: readonly number[]) => Samples, object]>([
    ['16-bit integers', deep, {}],
    ['32-bit integers', (levels) => Uint32Array.from(levels, (level) => level * (2 ** 32 - 1)), {}],
    ['floats', (levels) => Float32Array.from(levels), { [sampleFormat]: FLOAT }],
    ['half floats', halves, { [sampleFormat]: FLOAT }],
  ])('reads linear light in %s through its profile', async (_, store, fields) => {
    const rgb = tiff(store(colours(RAMP)), { ...fields, [profile]: makeProfile('RGB ', { table: [] }) });
    // profiles of this kind are rounded to 1/65536, which a step from black shows most
    expect(furthest(await decode(rgb), colours(RAMP).map(encode))).toBeLessThan(0.004);
    const grey = { ...fields, [photometric]: GREY, [profile]: makeProfile('GRAY', { table: [] }) };
    const seen = await decode(tiff(store(RAMP), grey));
    expect(furthest(seen, thrice(RAMP.map(encode)))).toBeLessThan(0.004);
  });

  it('reads floats of which 0 is white', async () => {
    const fields = { [photometric]: 0, [sampleFormat]: FLOAT, [profile]: makeProfile('GRAY', { table: [] }) };
    const seen = await decode(tiff(Float32Array.from(RAMP), fields));
    expect(furthest(seen, thrice(RAMP.map((level) => encode(1 - level))))).toBeLessThan(0.001);
  });

  it('takes what is brighter than white for white, and what is no number for black', async () => {
    const floats = Float32Array.from(RAMP, (_, i) => [1.7, -0.5, NaN, 0.5][i % 4] ?? 0);
    const fields = { [photometric]: GREY, [sampleFormat]: FLOAT, [profile]: makeProfile('GRAY', [1]) };
    expect((await decode(tiff(floats, fields))).slice(0, 9).map((v) => Math.round(v))).toEqual([
      1, 1, 1, 0, 0, 0, 0, 0, 0,
    ]); // prettier-ignore
  });

  it.each([
    ['one of its own', [0], 3, ['without its extra channel']],
    ['alpha and two others', [2, 0, 0], 4, ['without its 2 extra channels']],
    ['alpha behind another', [0, 2], 3, ['without its 2 extra channels']],
    ['alpha', [2], 4, []],
  ])('keeps of the channels behind the colours no more than alpha: %s', async (_, extras, kept, notes) => {
    const pixel = [0.8, 0.4, 0.2, ...extras.map(() => 0.6)];
    const bytes = tiff(shallow(RAMP.flatMap(() => pixel)), { [extraSamples]: extras });
    expect(await inspectPhoto(bytes)).toMatchObject({ notes, hasAlpha: kept === 4 });
    expect(furthest((await decode(bytes)).slice(0, kept), pixel.slice(0, kept))).toBeLessThan(0.003);
    const square = await decodePhoto(bytes, 8);
    const white = kept === 4 ? 0.4 : 0;
    const laid = [0.8, 0.4, 0.2].map((level) => level * (1 - white) + white);
    expect(furthest([...square.slice(0, 3)].map((level) => level / 255), laid)).toBeLessThan(0.006); // prettier-ignore
  });

  it('counts the photos of a file without its smaller versions, and opens the first at its full size', async () => {
    const small = { ...describeSamples(new Uint8Array(3 * 8 * 8), 8, 8, { [newSubfileType]: 1 }) };
    const photo = describeSamples(shallow(colours(RAMP)), SIDE, SIDE);
    const mask = describeSamples(new Uint8Array(SIDE * SIDE), SIDE, SIDE, {
      [photometric]: 1,
      [newSubfileType]: 4,
    });
    const bytes = makeTiff([small, mask, photo, photo, small]);
    const notes = ['the picture at its full size, which lies behind a preview'];
    expect(await inspectPhoto(bytes)).toMatchObject({ width: SIDE, height: SIDE, frames: 2, notes });
    expect(furthest(await decode(bytes), colours(RAMP))).toBeLessThan(0.003);
  });
});

/** IEEE 754 half precision of numbers from 2^-14 to 1, and of 0. */
function halves(levels: readonly number[]): Uint16Array {
  return Uint16Array.from(levels, (level) => {
    if (level < 2 ** -14) return 0;
    const exponent = Math.floor(Math.log2(level));
    return (exponent + 15) * 1024 + Math.round((level / 2 ** exponent - 1) * 1024);
  });
}
