import { chmod, mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Model } from '@tintype/network';
import sharp from 'sharp';

import { colorizePhoto } from '../colorize-photo.ts';
import { colorizeIn, filesIn, reasonsOf, warm, writePhoto } from '../testing/photo-folder.ts';
import { listPhotos } from './list-photos.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'results-'));
  await mkdir(join(folder, 'photos', 'deep', 'er'), { recursive: true });
  await writePhoto(join(folder, 'photos', 'a.jpg'), 60, 40);
});

describe('strips', () => {
  it('are added to results that are there, from these and the photos, and nothing is coloured again', async () => {
    await colorizeIn(folder, ['photos'], { compare: true, out: 'at once' });
    await colorizeIn(folder, ['photos']);
    const result = await stat(join(folder, 'out', 'a.jpg'));
    expect(await colorizeIn(folder, ['photos'], { compare: true }, unused)).toEqual([
      {
        ...{ status: 'compared', photo: 'photos/a.jpg', output: join(folder, 'out', 'a.jpg') },
        strip: join(folder, 'out', 'a.compare.jpg'),
      },
    ]);
    expect((await stat(join(folder, 'out', 'a.jpg'))).mtimeMs).toBe(result.mtimeMs);
    const [added, atOnce] = [await pixelsOf('out/a.compare.jpg'), await pixelsOf('at once/a.compare.jpg')];
    expect(added.length).toBe(atOnce.length);
    const apart = added.reduce((sum, value, i) => sum + Math.abs(value - (atOnce[i] ?? 0)), 0) / added.length;
    expect(apart).toBeLessThan(2); // the result has JPEG's losses
    expect(await colorizeIn(folder, ['photos'], { compare: true }, unused)).toMatchObject([
      { status: 'skipped' },
    ]);
    expect(await colorizeIn(folder, ['photos'], {}, unused)).toMatchObject([{ status: 'skipped' }]);
  });

  it('are not made of a result of other settings, nor of one that is damaged', async () => {
    await colorizeIn(folder, ['photos']);
    const other = await colorizeIn(folder, ['photos'], { compare: true, saturation: 2 });
    expect(reasonsOf(other)['photos/a.jpg']).toMatch(/other settings or other hints; --overwrite/);
    const output = join(folder, 'out', 'a.jpg');
    const whole = await readFile(output);
    await writeFile(output, whole.subarray(0, whole.length - 200));
    const damaged = await colorizeIn(folder, ['photos'], { compare: true });
    expect(reasonsOf(damaged)['photos/a.jpg']).toMatch(/out\/a\.jpg: .*damaged.*; --overwrite replaces it/);
    expect(await filesIn(join(folder, 'out'))).toEqual(['a.jpg']);
  });
});

describe('a result', () => {
  it('has any name that its photo had, in the longest way', async () => {
    const name = `${'ä'.repeat(125)}x.jpg`;
    await rename(join(folder, 'photos', 'a.jpg'), join(folder, 'photos', name));
    expect(await colorizeIn(folder, ['photos'])).toMatchObject([{ status: 'coloured' }]);
    expect(await filesIn(join(folder, 'out'))).toEqual([name]);
    const longer = await colorizeIn(folder, ['photos'], { format: 'webp', out: 'x' }, unused);
    expect(reasonsOf(longer)[`photos/${name}`]).toMatch(
      /name of its result .* longer .*\.webp; rename the photo$/,
    );
    const strip = await colorizeIn(folder, ['photos'], { compare: true, out: 'x' }, unused);
    expect(reasonsOf(strip)[`photos/${name}`]).toMatch(/name of its strip .*, or leave out --compare$/);
  });

  it.each([
    ['webp', 16_384, '16384 × 2: WebP holds at most 16,383 px a side; use --format png'],
    ['jpeg', 65_501, '65501 × 2: JPEG holds at most 65,500 px a side; use --format png'],
  ] as const)('that %s has no room for is refused before it is decoded', async (format, width, reason) => {
    const file = join(folder, 'wide.png');
    await writePhoto(file, width, 2);
    expect(reasonsOf(await colorizeIn(folder, ['wide.png'], { format }, unused))).toEqual({
      'wide.png': reason,
    });
    expect(await colorizePhoto(unused, await readFile(file), { format })).toEqual({ reason });
    expect(await filesIn(join(folder, 'out'))).toEqual([]);
  });

  it.each([
    [0o002, 0o664],
    [0o077, 0o600],
  ])('and its strip have the permissions that the umask %o leaves', async (umask, mode) => {
    const before = process.umask(umask);
    try {
      for (const format of ['jpeg', 'png', 'webp'] as const)
        await colorizeIn(folder, ['photos'], { format, compare: true, overwrite: true });
    } finally {
      process.umask(before);
    }
    for (const name of ['a.jpg', 'a.png', 'a.webp', 'a.compare.jpg'])
      expect((await stat(join(folder, 'out', name))).mode & 0o777).toBe(mode);
  });

  it('that cannot be written says so, and not that its photo cannot be read', async () => {
    await mkdir(join(folder, 'out', 'a.jpg', 'deep'), { recursive: true }); // a folder with its name
    const [outcome] = await colorizeIn(folder, ['photos'], { overwrite: true });
    expect(outcome).toMatchObject({
      status: 'failed',
      reason: expect.stringMatching(/^cannot write .*out\/a\.jpg: (EISDIR|ENOTEMPTY|EEXIST)/),
    });
    await rm(join(folder, 'out'), { recursive: true });
    if (process.getuid?.() === 0) return; // who may write everywhere
    await mkdir(join(folder, 'out'));
    await chmod(join(folder, 'out'), 0o555);
    expect(reasonsOf(await colorizeIn(folder, ['photos']))['photos/a.jpg']).toMatch(
      /^cannot write .*a\.jpg: EACCES: permission denied, open; make its folder writable or choose another --out$/,
    );
  });
});

describe('a list', () => {
  it('names the photos of subfolders that it leaves out', async () => {
    for (const name of ['b.jpg', 'er/c.jpg']) await writePhoto(join(folder, 'photos', 'deep', name), 9, 9);
    await mkdir(join(folder, 'photos', 'out'));
    await writePhoto(join(folder, 'photos', 'out', 'b.jpg'), 9, 9);
    const signal = new AbortController().signal;
    const list = async (given: readonly string[], recursive: boolean) =>
      listPhotos(given, { cwd: folder, recursive, out: join(folder, 'photos', 'out'), signal });
    const below = ['photos/deep/b.jpg', 'photos/deep/er/c.jpg'];
    expect((await list(['photos'], false)).inSubfolders).toEqual(below);
    expect((await list(['photos', 'photos/deep'], false)).inSubfolders).toEqual([below[1]]);
    const { photos, inSubfolders } = await list(['photos'], true);
    expect(photos.map(({ name }) => name)).toEqual(['photos/a.jpg', ...below]);
    expect(inSubfolders).toEqual([]);
  });
});

/** Where nothing may be coloured. */
const unused: Model = {
  ...warm,
  predictCells: async () => {
    throw new Error('expected nothing to be coloured');
  },
};

async function pixelsOf(name: string): Promise<Uint8Array> {
  return sharp(join(folder, name)).raw().toBuffer();
}
