import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { beforeEach, describe, expect, it } from '@jest/globals';
import { srgbToLab } from '@tintype/colour';
import sharp from 'sharp';

import { colorizePhoto } from '../colorize-photo.ts';
import { listPhotos, type PhotoFile } from '../photos/list-photos.ts';
import { colorizeIn, reasonsOf, warm, writePhoto } from '../testing/photo-folder.ts';
import { findHints } from './find-hints.ts';
import type { Hint } from './hint.ts';
import { encodeHintFile } from './hint-file.ts';

const BLUE: Hint = { x: 0.9, y: 0.5, a: 0, b: -30 };
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hinted-'));
  await mkdir(join(folder, 'photos', 'deep'), { recursive: true });
  for (const name of ['a.jpg', 'b.png', 'deep/c.png']) await writePhoto(join(folder, 'photos', name), 68, 40);
  await mkdir(join(folder, 'hints', 'deep'), { recursive: true });
});

function writeHints(name: string, hints: readonly Hint[], settings = {}): Promise<void> {
  return writeFile(join(folder, name), encodeHintFile({ settings, hints }));
}

async function list(...names: string[]): Promise<readonly PhotoFile[]> {
  const signal = new AbortController().signal;
  const options = { cwd: folder, recursive: true, out: join(folder, 'out'), signal };
  return (await listPhotos(names, options)).photos;
}

function find(name: string, photos: readonly PhotoFile[]) {
  return findHints({ name, path: join(folder, name) }, photos);
}

/** Colours the folder of photos with hints, and tells of each what became of it, or why not. */
async function colour(hints: string, overwrite = false) {
  const { files: hintFiles } = await find(hints, await list('photos'));
  const outcomes = await colorizeIn(folder, ['photos'], { recursive: true, hintFiles, overwrite });
  return Object.fromEntries(
    outcomes.map((one) => [
      one.photo,
      one.status === 'coloured' ? one.hints : (reasonsOf([one])[one.photo] ?? one.status),
    ]),
  );
}

async function colourAt(name: string, x: number): Promise<number[]> {
  const { data, info } = await sharp(join(folder, name))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return [...srgbToLab(data.subarray(3 * (20 * info.width + x))).subarray(1, 3)];
}

describe('files of hints', () => {
  it('colour the photos that they are named after, and leave the others as they are', async () => {
    await writeHints('hints/b.hints.json', [BLUE]);
    await writeHints('hints/deep/c.hints.json', [BLUE, BLUE], { saturation: 0 });
    expect(await colour('hints')).toEqual({ 'photos/a.jpg': 0, 'photos/b.png': 1, 'photos/deep/c.png': 2 });
    const [a, b] = await colourAt('out/b.png', 62);
    expect(Math.hypot(a - BLUE.a, b - BLUE.b)).toBeLessThan(3);
    expect((await colourAt('out/a.jpg', 62))[1]).toBeGreaterThan(15); // as the network says
    expect(Math.hypot(...(await colourAt('out/deep/c.png', 62)))).toBeLessThan(1);
  });

  it('are a part of the mark: the same are not done again, others are', async () => {
    await writeHints('hints/b.hints.json', [BLUE]);
    await colour('hints');
    expect(await colour('hints')).toMatchObject({ 'photos/a.jpg': 'skipped', 'photos/b.png': 'skipped' });
    await writeHints('hints/b.hints.json', [{ ...BLUE, b: -29 }]);
    expect(await colour('hints')).toMatchObject({
      'photos/a.jpg': 'skipped',
      'photos/b.png': expect.stringMatching(/other hints; --overwrite replaces it/),
    });
    expect(await colour('hints', true)).toMatchObject({ 'photos/b.png': 1 });
    expect(await colour('hints')).toMatchObject({ 'photos/b.png': 'skipped' });
  });

  it('that are none leave the mark as it is without', async () => {
    await colorizeIn(folder, ['photos/a.jpg']);
    await writeHints('hints/a.hints.json', []);
    expect(await colour('hints')).toMatchObject({ 'photos/a.jpg': 'skipped' });
  });

  it('that are wrong fail their photo alone, and say where', async () => {
    await writeHints('hints/a.hints.json', [{ ...BLUE, x: 7 }]);
    expect(await colour('hints')).toMatchObject({
      'photos/a.jpg': expect.stringMatching(
        /hints\/a\.hints\.json: hints\[0\]\.x: expected a number from 0 to 1, got 7/,
      ),
      'photos/b.png': 0,
    });
  });

  it('make of bytes what they make of files', async () => {
    await writeHints('hints/b.hints.json', [BLUE]);
    await colour('hints');
    const bytes = await readFile(join(folder, 'photos', 'b.png'));
    const photo = await colorizePhoto(warm, bytes, { hints: [BLUE] });
    const pixels = (file: Uint8Array | string) => sharp(file).raw().toBuffer();
    expect(
      'bytes' in photo && (await pixels(photo.bytes)).equals(await pixels(join(folder, 'out', 'b.png'))),
    ).toBe(true);
  });

  it('are found for one photo in a file, whatever its name', async () => {
    await writeHints('any.json', [BLUE]);
    const photos = await list('photos/a.jpg');
    expect(await find('any.json', photos)).toEqual({
      files: new Map([[join(folder, 'photos/a.jpg'), join(folder, 'any.json')]]),
      unused: [],
    });
  });

  it('that belong to no photo are named', async () => {
    await writeHints('hints/a.hints.json', [BLUE]);
    await writeHints('hints/gone.hints.json', [BLUE]);
    expect((await find('hints', await list('photos'))).unused).toEqual(['hints/gone.hints.json']);
  });

  it('that are not there are refused', async () => {
    const photos = await list('photos');
    await expect(find('none', photos)).rejects.toThrow('none: no such file or folder');
    await expect(find('hints', photos)).rejects.toThrow(
      'hints: expected a.hints.json and so on for 3 photos, found none of them',
    );
    await expect(find('hints', photos.slice(1, 2))).rejects.toThrow(
      'hints: expected b.hints.json for the photo, found none',
    );
    await writeHints('one.json', [BLUE]);
    await expect(find('one.json', photos)).rejects.toThrow(
      /one\.json: expected a folder with the hints of 3 photos, each .*, got a file/,
    );
  });
});
