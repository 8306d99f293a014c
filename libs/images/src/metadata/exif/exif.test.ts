import { describe, expect, it } from '@jest/globals';
import { rngFrom } from '@tintype/colour';
import sharp from 'sharp';

import { bytesInMemory } from '../../bytes/photo-bytes.ts';
import { bytesEntry, GPS, taggedExif, textEntry } from '../../testing/tagged-photos.ts';
import type { Settled } from '../settled.ts';
import { type Exif, MAKER_NOTE, readExif } from './exif.ts';
import { fitExif } from './fit-exif.ts';
import { settleExif } from './settle-exif.ts';
import { type Entry, readNumber } from './tiff-directory.ts';
import { readTiffMetadata } from './tiff-metadata.ts';
import { writeExif } from './write-exif.ts';

const UPRIGHT: Settled = {
  ...{ width: 48, height: 64, orientation: 6, space: 'srgb', gps: true },
  density: { x: 600, y: 600, unit: 'inch' },
};
const NOTE = bytesEntry(MAKER_NOTE, Buffer.alloc(300, 'note'));

describe('readExif', () => {
  it('reads what writeExif writes, of either byte order', async () => {
    const exif = taggedExif();
    expect(await readExif(writeExif(exif))).toEqual(sorted(exif));
    const big = taggedExif({ little: false, photo: [textEntry(0x9003, '1950')], gps: [], interop: [] });
    expect(await readExif(Buffer.concat([Buffer.from('Exif\0\0'), writeExif(big)]))).toEqual(sorted(big));
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['a text', Buffer.from('no EXIF at all')],
    ['a directory outside', Buffer.from('II*\0\xff\xff\xff\x7f', 'latin1')],
    ['a directory without an entry', Buffer.from('II*\0\x08\0\0\0\0\0\0\0\0\0', 'latin1')],
  ])('takes %s for none', async (_name, bytes) => {
    expect(await readExif(bytes)).toBeNull();
  });

  it('loses no entry to one that leads out of it', async () => {
    const bytes = writeExif(taggedExif({ photo: [], gps: [], interop: [] }));
    const entry = bytes.indexOf(0x3b); // Artist
    new DataView(bytes.buffer).setUint32(entry + 7, 0x7fffffff, true);
    expect((await readExif(bytes))?.image.map(({ tag }) => tag)).toEqual([0x010e, 0x8298]);
  });

  it('ends on directories that lead to themselves', async () => {
    const bytes = writeExif(taggedExif());
    const view = new DataView(bytes.buffer);
    for (let at = 10; at < 10 + 5 * 12; at += 12)
      if ([0x8769, 0x8825].includes(view.getUint16(at, true))) view.setUint32(at + 8, 8, true);
    expect((await readExif(bytes))?.photo.map(({ tag }) => tag)).toEqual([0x010e, 0x013b, 0x8298]);
  });

  it('grows no small file: values that overlap count each', async () => {
    const tags = Array.from({ length: 2000 }, (_, i) => bytesEntry(i + 1, Buffer.alloc(20)));
    const bytes = writeExif(taggedExif({ image: tags, photo: [], gps: [], interop: [] }));
    const view = new DataView(bytes.buffer);
    for (let i = 0; i < tags.length; i++) view.setUint32(10 + i * 12 + 4, 60_000, true);
    for (let i = 0; i < tags.length; i++) view.setUint32(10 + i * 12 + 8, 0, true);
    expect((await readExif(bytes))?.image.length).toBe(1);
  });

  it('neither throws nor hangs on any bytes, and what it reads can be written', async () => {
    const whole = writeExif(taggedExif({ photo: [...taggedExif().photo, NOTE], noteAt: 400 }));
    const rng = rngFrom('exif');
    for (let i = 0; i < 1000; i++) {
      const bytes = Uint8Array.from(whole);
      for (let n = 0; n < 1 + 8 * rng(); n++) bytes[Math.floor(rng() * bytes.length)] = 256 * rng();
      const exif = await readExif(bytes.subarray(0, rng() < 0.2 ? rng() * bytes.length : bytes.length));
      const settled = exif && settleExif(exif, { ...UPRIGHT, gps: rng() < 0.5 });
      if (!settled) continue;
      expect(fitExif(settled, 500).bytes.length).toBeLessThanOrEqual(500);
      const again = await readExif(writeExif(settled));
      expect([tags(again?.image), tags(again?.photo)]).toEqual([
        inOrder(settled.image),
        inOrder(settled.photo),
      ]);
    }
  });
});

it('reads the density of a BigTIFF', async () => {
  const raw = { width: 4, height: 4, channels: 3 } as const;
  const tiff = sharp(Buffer.alloc(48), { raw }).tiff({ bigtiff: true, xres: 20, yres: 10 });
  const { density } = await readTiffMetadata(bytesInMemory(await tiff.toBuffer()));
  expect(density).toEqual({ x: 508, y: 254, unit: 'inch' });
});

describe('writeExif', () => {
  it('leaves the maker’s note where it was, as its offsets count from the beginning', async () => {
    const first = writeExif(taggedExif({ photo: [NOTE], noteAt: 100 }));
    const read = await readExif(first);
    expect(read?.noteAt).toBe(100);
    const again = writeExif({ ...taggedExif({ gps: [] }), photo: read?.photo ?? [], noteAt: 100 });
    expect(Buffer.from(again).indexOf('notenote')).toBe(100);
    expect((await readExif(again))?.photo).toEqual([NOTE]);
    expect((await readExif(again))?.image).toEqual(sorted(taggedExif()).image);
  });
});

describe('settleExif', () => {
  it('says what is true of the picture', async () => {
    const settled = await settledExif(taggedExif({ image: [textEntry(0x013b, 'nobody')] }), UPRIGHT);
    expect(numbers(settled?.photo, [0xa001, 0xa002, 0xa003])).toEqual([1, 48, 64]);
    expect(numbers(settled?.image, [0x011a, 0x011b, 0x0128])).toEqual([600, 600, 2]);
    expect(settled?.interop).toEqual([]);
    const wide = await settledExif(taggedExif(), { ...UPRIGHT, space: 'p3' });
    expect(numbers(wide?.photo, [0xa001])).toEqual([0xffff]);
  });

  it('keeps an interoperability index that says sRGB', async () => {
    const interop = [textEntry(0x0001, 'R98')];
    expect((await settledExif(taggedExif({ interop }), UPRIGHT))?.interop).toEqual(interop);
    expect((await settledExif(taggedExif({ interop }), { ...UPRIGHT, space: 'p3' }))?.interop).toEqual([]);
  });

  it('forgets the preview, its bytes too', async () => {
    const preview = Buffer.alloc(500, 'preview');
    const bytes = Buffer.concat([writeExif(taggedExif()), preview]);
    const exif = await readExif(bytes);
    const settled = exif && settleExif(exif, UPRIGHT);
    expect(settled && Buffer.from(writeExif(settled)).includes('preview')).toBe(false);
  });

  it('forgets where a photo was taken, on request, and what a maker may have written of it', async () => {
    const exif = taggedExif({ photo: [NOTE, textEntry(0x9003, '1950')] });
    const bytes = writeExif(settleExif(exif, { ...UPRIGHT, gps: false }) ?? exif);
    const read = await readExif(bytes);
    expect(read?.gps).toEqual([]);
    for (const { value } of [...GPS.filter(({ value }) => value.length > 4), NOTE])
      expect(Buffer.from(bytes).includes(Buffer.from(value))).toBe(false);
    expect(read?.photo.map(({ tag }) => tag)).toEqual([0x9003, 0xa001]);
  });

  it('forgets areas of a photo that was turned', async () => {
    const photo = [{ tag: 0x9214, type: 3, count: 2, value: Uint8Array.of(1, 0, 2, 0) }];
    expect(tags((await settledExif(taggedExif({ photo }), UPRIGHT))?.photo)).toEqual([0xa001]);
    const still = await settledExif(taggedExif({ photo }), { ...UPRIGHT, orientation: 1 });
    expect(tags(still?.photo)).toEqual([0x9214, 0xa001]);
  });
});

describe('fitExif', () => {
  it('leaves out the maker’s note first, then what is largest', async () => {
    const large = [bytesEntry(0x9286, Buffer.alloc(60_000)), bytesEntry(0xa40b, Buffer.alloc(9_000))];
    const exif = taggedExif({ photo: [NOTE, ...large, textEntry(0x9003, '1950')] });
    const { bytes, left } = fitExif(exif, 65_527);
    expect(left).toEqual(['the maker’s note', 'tag 0x9286']);
    expect(tags((await readExif(bytes))?.photo)).toEqual([0x9003, 0xa40b]);
    expect(fitExif(taggedExif(), 65_527).left).toEqual([]);
  });
});

async function settledExif(exif: Exif, settled: Settled): Promise<Exif | null> {
  const made = settleExif(exif, settled);
  return made && readExif(writeExif(made));
}

function sorted(exif: Exif): Exif {
  const byTag = (entries: readonly Entry[]) =>
    entries.map((entry) => ({ ...entry, value: new Uint8Array(entry.value) })).sort((a, b) => a.tag - b.tag);
  const { image, photo, gps, interop } = exif;
  return { ...exif, image: byTag(image), photo: byTag(photo), gps: byTag(gps), interop: byTag(interop) };
}

function tags(entries: readonly Entry[] | undefined): readonly number[] | undefined {
  return entries?.map(({ tag }) => tag);
}

function inOrder(entries: readonly Entry[]): readonly number[] {
  return entries.map(({ tag }) => tag).sort((a, b) => a - b);
}

function numbers(entries: readonly Entry[] | undefined, wanted: readonly number[]): readonly number[] {
  return wanted.map((tag) => {
    const found = entries?.find((entry) => entry.tag === tag);
    return found ? readNumber(found, true) : NaN;
  });
}
