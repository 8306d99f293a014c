import { copyFile, mkdir, mkdtemp, readFile, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { beforeEach, describe, expect, it } from '@jest/globals';
import { isNearGrey, srgbToLab } from '@tintype/colour';
import type { Model } from '@tintype/network';
import { sha256 } from '@tintype/store';
import sharp from 'sharp';

import { colorizeIn, filesIn, reasonsOf, warm, writePhoto } from '../testing/photo-folder.ts';
import type { PhotoOutcome } from './colorize-files.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'colorize-'));
  await mkdir(join(folder, 'photos', 'deep'), { recursive: true });
  await writePhoto(join(folder, 'photos/a.jpg'), 60, 40);
  await writePhoto(join(folder, 'photos/b.PNG'), 33, 21);
  await writePhoto(join(folder, 'photos/deep/c.webp'), 16, 16);
});

describe('a folder of photos', () => {
  it('is coloured photo by photo, each in its own format', async () => {
    expect(await statuses(await run(['photos']))).toEqual({
      'photos/a.jpg': 'coloured',
      'photos/b.PNG': 'coloured',
    });
    expect(await filesIn(join(folder, 'out'))).toEqual(['a.jpg', 'b.PNG']);
    const { width, height, format } = await sharp(join(folder, 'out/b.PNG')).metadata();
    expect([width, height, format]).toEqual([33, 21, 'png']);
    expect(await isGrey('out/a.jpg')).toBe(false);
  });

  it('is looked into with its folders where that is asked for, but not into the results', async () => {
    await run(['photos'], { recursive: true, out: 'photos/results' });
    expect(await filesIn(join(folder, 'photos/results'))).toEqual(['a.jpg', 'b.PNG', 'deep/c.webp']);
    const again = await run(['photos'], { recursive: true, out: 'photos/results' });
    expect(again.map(({ status }) => status)).toEqual(['skipped', 'skipped', 'skipped']);
  });

  it('loses no photo to one that cannot be used', async () => {
    await writeFile(join(folder, 'photos/text.jpg'), 'a text');
    await writeFile(join(folder, 'photos/empty.jpg'), '');
    const whole = await readFile(join(folder, 'photos/a.jpg'));
    await writeFile(join(folder, 'photos/cut.jpg'), whole.subarray(0, whole.length - 100));
    const outcomes = await run(['photos', 'nowhere.jpg']);
    expect(reasonsOf(outcomes)).toEqual({
      'nowhere.jpg': 'no such file',
      'photos/cut.jpg': expect.stringMatching(/truncated or damaged/),
      'photos/empty.jpg': 'the file is empty',
      'photos/text.jpg': 'the file is not a photo in a known format',
    });
    expect(await filesIn(join(folder, 'out'))).toEqual(['a.jpg', 'b.PNG']);
  });

  it('takes any name, also one that libvips would take for options', async () => {
    await copyFile(join(folder, 'photos/a.jpg'), join(folder, 'a[page=1]'));
    await copyFile(join(folder, 'photos/a.jpg'), join(folder, 'photos/ä [2].jpg'));
    expect(reasonsOf(await run(['a[page=1]', 'photos/ä [2].jpg']))).toEqual({});
    expect(await filesIn(join(folder, 'out'))).toEqual(['a[page=1].jpg', 'ä [2].jpg']);
  });

  it('takes photos that are named twice once', async () => {
    expect(await run(['photos/a.jpg', 'photos/a.jpg', 'photos'])).toHaveLength(2);
  });
});

describe('a second run', () => {
  it('skips what is done, and does what is not', async () => {
    await run(['photos/a.jpg']);
    const [a, b] = await run(['photos']);
    expect([a?.status, b?.status]).toEqual(['skipped', 'coloured']);
  });

  it.each([
    ['other settings', { saturation: 0.5 }, warm, {}],
    ['more coherence', { coherence: 0.5 }, warm, {}],
    ['another model', {}, warm, { modelDigest: sha256('other') }],
  ])('with %s refuses, unless it may overwrite', async (_name, settings, model, rest) => {
    await run(['photos/a.jpg']);
    const before = await readFile(join(folder, 'out/a.jpg'));
    const [refused] = await run(['photos/a.jpg'], { ...settings, ...rest }, model);
    expect(refused).toEqual({
      ...{ status: 'failed', photo: 'photos/a.jpg' },
      reason: expect.stringMatching(/a\.jpg is there already.*--overwrite/),
    });
    expect(await readFile(join(folder, 'out/a.jpg'))).toEqual(before);
    const [done] = await run(['photos/a.jpg'], { ...settings, ...rest, overwrite: true }, model);
    expect(done?.status).toBe('coloured');
    expect((await run(['photos/a.jpg'], { ...settings, ...rest }, model))[0]?.status).toBe('skipped');
  });

  it('knows a photo that has changed under its name', async () => {
    await run(['photos/a.jpg']);
    await copyFile(join(folder, 'photos/b.PNG'), join(folder, 'photos/a.jpg'));
    expect((await run(['photos/a.jpg'], { format: 'jpeg' }))[0]?.status).toBe('failed');
  });

  it.each([
    ['near 64 kB', 'y'.repeat(64_000)],
    ['above 64 kB', 'y'.repeat(64_000), 'ä'.repeat(40_000)],
    ['that is no sound XML', '&nothing;'],
  ])('knows a photo with XMP %s, and so does a third in another format', async (_name, ...texts) => {
    const titles = texts.map((text, i) => `<dc:x${i}>${text}</dc:x${i}>`).join('');
    const xmp = `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/">${titles}</rdf:Description></rdf:RDF>`;
    await writeFile(join(folder, 'a.png'), await sharp(join(folder, 'photos/b.PNG')).withXmp(xmp).toBuffer());
    for (const format of ['jpeg', 'png', 'webp'] as const) {
      const statuses = [await run(['a.png'], { format }), await run(['a.png'], { format })];
      expect(statuses.flat().map(({ status }) => status)).toEqual(['coloured', 'skipped']);
    }
  });

  it('gives the same bytes', async () => {
    await run(['photos/a.jpg']);
    const first = await readFile(join(folder, 'out/a.jpg'));
    await run(['photos/a.jpg'], { overwrite: true });
    expect(await readFile(join(folder, 'out/a.jpg'))).toEqual(first);
  });
});

describe('results', () => {
  it.each([false, true])(
    'never replace a photo of the list, by whatever name (overwrite: %s)',
    async (overwrite) => {
      await symlink(join(folder, 'photos'), join(folder, 'same'));
      const before = await readFile(join(folder, 'photos/a.jpg'));
      for (const out of ['photos', 'same']) {
        const [outcome] = await run(['photos/a.jpg'], { out, overwrite });
        expect(outcome).toMatchObject({
          status: 'failed',
          reason: expect.stringMatching(/would replace .*a\.jpg/),
        });
      }
      expect(await readFile(join(folder, 'photos/a.jpg'))).toEqual(before);
    },
  );

  it('never replace each other', async () => {
    await writePhoto(join(folder, 'photos/a.png'), 20, 20);
    for (const [first, second] of [
      ['photos/a.jpg', 'photos/a.png'],
      ['photos/a.png', 'photos/a.jpg'],
    ] as const) {
      const outcomes = await run([first, second], { format: 'webp', out: `from ${first}` });
      expect(outcomes).toMatchObject([
        { status: 'coloured', photo: first },
        { status: 'failed', photo: second, reason: expect.stringMatching(/as that of another photo/) },
      ]);
    }
  });

  it('keep their strips apart, too', async () => {
    await writePhoto(join(folder, 'photos/a.png'), 20, 20);
    await writePhoto(join(folder, 'photos/b.compare.jpg'), 20, 20);
    const outcomes = await run(['photos'], { compare: true });
    expect(reasonsOf(outcomes)).toEqual({
      'photos/a.png': expect.stringMatching(/a\.compare\.jpg, as that of another photo/),
      'photos/b.compare.jpg': expect.stringMatching(/b\.compare\.jpg, as that of another photo/),
    });
    const named = ['photos/b.PNG', 'photos/b.compare.jpg'];
    const beside = await run(named, { compare: true, out: 'photos', format: 'webp' });
    expect(reasonsOf(beside)).toEqual({
      'photos/b.PNG': expect.stringMatching(/would replace .*b\.compare\.jpg/),
    });
  });

  it('leave nothing behind when a run is interrupted', async () => {
    const interruption = new AbortController();
    const slow: Model = {
      ...warm,
      predictCells: async (...given) => {
        interruption.abort();
        return warm.predictCells(...given);
      },
    };
    await expect(run(['photos'], { signal: interruption.signal }, slow)).rejects.toThrow(/abort/i);
    expect(await filesIn(join(folder, 'out'))).toEqual([]);
    expect((await run(['photos'])).map(({ status }) => status)).toEqual(['coloured', 'coloured']);
  });

  it('have a strip beside them, of three pictures or, for a grey photo, of two', async () => {
    await writeFile(
      join(folder, 'photos/grey.jpg'),
      await sharp(join(folder, 'photos/a.jpg')).greyscale().jpeg().toBuffer(),
    );
    await run(['photos/a.jpg', 'photos/grey.jpg'], { compare: true });
    const widths = async (name: string) => (await sharp(join(folder, 'out', name)).metadata()).width;
    expect(await widths('a.compare.jpg')).toBe(3 * 68 + 8);
    expect(await widths('grey.compare.jpg')).toBe(2 * 68 + 8);
  });

  it('say in plain words what was left out', async () => {
    const frames = Buffer.concat([0, 90, 200].map((grey) => Buffer.alloc(8 * 8 * 3, grey)));
    const raw = { width: 8, height: 24, channels: 3, pageHeight: 8 } as const;
    await writeFile(join(folder, 'moving.gif'), await sharp(frames, { raw }).gif().toBuffer());
    const clear = sharp({
      create: { width: 9, height: 9, channels: 4, background: { r: 9, g: 9, b: 9, alpha: 0.5 } },
    });
    await writeFile(join(folder, 'clear.png'), await clear.png().toBuffer());
    const outcomes = await run(['moving.gif', 'clear.png'], { format: 'jpeg' });
    expect(outcomes.map((outcome) => outcome.status === 'coloured' && outcome.notes)).toEqual([
      ['the first of 3 frames', 'on white, as JPEG has no transparency'],
      ['on white, as JPEG has no transparency'],
    ]);
  });

  it('are as deep and as clear as the photo where the format can hold it', async () => {
    const deep = Uint16Array.from({ length: 8 * 8 * 4 }, (_, i) => 257 * (i % 256));
    const file = sharp(deep, { raw: { width: 8, height: 8, channels: 4 } }).toColourspace('rgb16');
    await writeFile(join(folder, 'deep.png'), await file.png().toBuffer());
    await run(['deep.png']);
    const { depth, channels } = await sharp(join(folder, 'out/deep.png')).metadata();
    expect([depth, channels]).toEqual(['ushort', 4]);
  });
});

/** As `colorizeIn`, and every outcome is told. */
async function run(
  given: readonly string[],
  options: Parameters<typeof colorizeIn>[2] = {},
  model: Model = warm,
): Promise<readonly PhotoOutcome[]> {
  const told: PhotoOutcome[] = [];
  const outcomes = await colorizeIn(folder, given, { ...options, emit: (one) => told.push(one) }, model);
  expect(told).toHaveLength(outcomes.length);
  return outcomes;
}

function statuses(outcomes: readonly PhotoOutcome[]) {
  return Object.fromEntries(outcomes.map(({ photo, status }) => [photo, status]));
}

async function isGrey(name: string): Promise<boolean> {
  const { data, info } = await sharp(join(folder, name)).raw().toBuffer({ resolveWithObject: true });
  return isNearGrey(srgbToLab(new Uint8Array(data)), 5, info.width);
}
