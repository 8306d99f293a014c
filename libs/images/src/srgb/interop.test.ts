import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { srgbToLab } from '@tintype/colour';

import { decodePhoto } from '../decode-photo.ts';
import { decodePixels } from '../decode-pixels.ts';
import { displayP3Profile } from '../encode-pixels.ts';
import { renderScene } from '../scenes/render-scene.ts';
import { describeSamples, TIFF_TAGS } from '../testing/corpus-tiff.ts';
import { makeProfile } from '../testing/make-profile.ts';
import { makeTiff, type TiffPicture } from '../testing/make-tiff.ts';

const PROGRAM = join(import.meta.dirname, 'interop.test.py');
const python = process.env['TINTYPE_PYTHON'] ?? '';
const MODULES = 'import numpy, skimage, tifffile, PIL.ImageCms';
const isThere = python !== '' && spawnSync(python, ['-c', MODULES]).status === 0;
if (!isThere)
  process.stderr.write('No photo is read with tifffile: TINTYPE_PYTHON names no Python with scikit-image\n');

const SIDE = 96;
const GREY = 1;
const FLOAT = 3;
const { photometric, profile, sampleFormat, extraSamples, newSubfileType } = TIFF_TAGS;
const RGB = Uint8Array.from(renderScene(5, 0, SIDE).rgb);
const GREENS = Array.from({ length: SIDE * SIDE }, (_, i) => RGB[i * 3 + 1] ?? 0);

type Samples = Parameters<typeof describeSamples>[0];
const one = (samples: Samples, fields: TiffPicture['fields'] = {}) =>
  describeSamples(samples, SIDE, SIDE, fields);

/** Each sample of a picture with others behind it. */
function behind(samples: ArrayLike<number>, channels: number, others: readonly number[]): number[] {
  return Array.from({ length: samples.length / channels }, (_, i) => [
    ...Array.from({ length: channels }, (_, c) => samples[i * channels + c] ?? 0),
    ...others,
  ]).flat();
}

async function makePictures(): Promise<Readonly<Record<string, readonly TiffPicture[]>>> {
  const deep = Uint16Array.from(RGB, (v) => v * 257);
  const p3 = await displayP3Profile();
  const darker = makeProfile('GRAY', { table: [(1.8 * 256) / 65535] });
  const grey = { [photometric]: GREY, [profile]: darker };
  const preview = describeSamples(new Uint8Array(3 * 8 * 8), 8, 8, { [newSubfileType]: 1 });
  const floats = Float32Array.from(RGB, (v) => v / 255);
  return {
    'grey-8.tif': [one(Uint8Array.from(GREENS), grey)],
    'grey-16.tif': [one(Uint16Array.from(GREENS, (v) => v * 257), grey)],
    'grey-32-float.tif': [one(Float32Array.from(GREENS, (v) => v / 255), { ...grey, [sampleFormat]: FLOAT })],
    'grey-16-infrared.tif': [one(Uint16Array.from(behind(GREENS, 1, [90]), (v) => v * 257), { ...grey, [extraSamples]: 0 })],
    'white-is-zero.tif': [one(Uint16Array.from(GREENS, (v) => 65535 - v * 257), { [photometric]: 0 })],
    'rgb-16.tif': [one(deep)],
    'rgb-16-p3.tif': [one(deep, { [profile]: p3 })],
    'rgb-32.tif': [one(Uint32Array.from(RGB, (v) => v * 0x1010101))],
    'rgb-32-float-p3.tif': [one(floats, { [sampleFormat]: FLOAT, [profile]: p3 })],
    'infrared.tif': [one(Uint8Array.from(behind(RGB, 3, [47])), { [extraSamples]: 0 })],
    'five-channels.tif': [one(Uint8Array.from(behind(GREENS, 1, [9, 9, 9, 9])), { [photometric]: GREY, [extraSamples]: [0, 0, 0, 0] })],
    'preview-first.tif': [preview, one(RGB)],
    'preview-above.tif': [{ ...preview, subIfds: [one(RGB)] }],
  }; // prettier-ignore
}

let folder: string;
const files = new Map<string, Uint8Array>();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'photos-'));
  for (const [name, pages] of Object.entries(await makePictures())) {
    files.set(name, makeTiff(pages));
    writeFileSync(join(folder, name), makeTiff(pages));
  }
});

afterAll(() => rmSync(folder, { recursive: true }));

function meanLab(lab: Float32Array): readonly number[] {
  const sums = [0, 0, 0];
  for (const [i, value] of lab.entries()) sums[i % 3] = (sums[i % 3] ?? 0) + value;
  return sums.map((sum) => (sum * 3) / lab.length);
}

function to8(samples: Uint8Array | Uint16Array): Uint8Array {
  return samples instanceof Uint8Array ? samples : Uint8Array.from(samples, (v) => Math.round(v / 257));
}

(isThere ? describe : describe.skip)('photos as tifffile and Pillow read them', () => {
  it('have the same lightness within .5 L, coloured or trained with', async () => {
    const paths = [...files.keys()].map((name) => join(folder, name));
    const seen: Record<string, number[]> = JSON.parse(String(execFileSync(python, [PROGRAM, ...paths])));
    for (const [name, bytes] of files) {
      const theirs = seen[join(folder, name)] ?? [];
      const full = await decodePixels(bytes);
      if ('reason' in full) throw new Error(`${name}: ${full.reason}`);
      expect([name, full.channels]).toEqual([name, 3]);
      for (const ours of [to8(full.samples), await decodePhoto(bytes, SIDE)])
        for (const [i, mean] of meanLab(srgbToLab(ours)).entries())
          expect([name, 'Lab'[i], Math.abs(mean - (theirs[i] ?? NaN)) < 0.5]).toEqual([name, 'Lab'[i], true]);
    }
  });
});
