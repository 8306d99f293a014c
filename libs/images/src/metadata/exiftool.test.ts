import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';

import { decodePixels } from '../decode-pixels.ts';
import { encodePixels } from '../encode-pixels.ts';
import type { PictureFormat } from '../picture-format.ts';
import { hasExiftool, readTags } from '../testing/exiftool.ts';
import {
  bytesEntry,
  IPTC,
  photoshopBlock,
  taggedExif,
  taggedTiff,
  textEntry,
  xmpOf,
} from '../testing/tagged-photos.ts';
import { attachMetadata } from './attach-metadata.ts';
import { carryMetadata } from './carry-metadata.ts';
import { MAKER_NOTE } from './exif/exif.ts';
import { longEntry, rationalEntry, shortEntry, writeExif } from './exif/write-exif.ts';

if (!hasExiftool) process.stderr.write('Metadata is not read by ExifTool: it is not installed\n');
const maybe = hasExiftool ? describe : describe.skip;

const [WIDTH, HEIGHT] = [64, 48];
const RGB = Uint8Array.from({ length: WIDTH * HEIGHT * 3 }, (_, i) => [200, 60, 30][i % 3] ?? 0);
const FORMATS: readonly PictureFormat[] = ['jpeg', 'png', 'webp'];
const DC = 'http://purl.org/dc/elements/1.1/';
const DPI = [rationalEntry(0x011a, 600, true), rationalEntry(0x011b, 300, true), shortEntry(0x0128, 2, true)];

maybe.each(FORMATS)('ExifTool finds in a result as %s', (format) => {
  it('the EXIF, the IPTC and the density of a TIFF', async () => {
    const iptc = Buffer.concat([IPTC, Buffer.alloc((4 - (IPTC.length % 4)) % 4)]);
    const longs = { tag: 0x83bb, type: 4, count: iptc.length / 4, value: iptc };
    const tiff = tagged([longs, ...DPI]);
    const tags = await tagsAfter(tiff, format);
    expect(tags).toMatchObject({
      ...{ 'IFD0:Artist': 'nobody', 'IFD0:Copyright': 'free', 'IFD0:ImageDescription': 'an old barn' },
      ...{ 'IFD0:XResolution': 600, 'IFD0:YResolution': 300, 'IFD0:ResolutionUnit': 'inches' },
      ...{ 'ExifIFD:DateTimeOriginal': '1950:01:02 03:04:05', 'ExifIFD:ColorSpace': 'sRGB' },
      ...{ 'GPS:GPSLatitude': `12 deg 30' 0.00"`, 'GPS:GPSLongitudeRef': 'East' },
      ...(format === 'webp'
        ? { 'XMP-dc:Description': 'old barn', 'XMP-photoshop:City': 'Somewhere', 'XMP-dc:Subject': ['barn'] }
        : { 'IPTC:Caption-Abstract': 'old barn', 'IPTC:City': 'Somewhere', 'IPTC:Keywords': 'barn' }),
    });
    expect(
      Object.keys(tags).filter((name) => /Strip|Compression$|BitsPerSample$|^Photoshop/.test(name)),
    ).toEqual(format === 'jpeg' ? ['File:BitsPerSample'] : format === 'png' ? ['PNG:Compression'] : []);
  });

  it('the IPTC of Photoshop’s resources in a TIFF, and no preview', async () => {
    const blocks = [photoshopBlock(0x040c, Buffer.alloc(500, 'preview')), photoshopBlock(0x0404, IPTC)];
    const tags = await tagsAfter(tagged([bytesEntry(0x8649, Buffer.concat(blocks))]), format);
    expect(Object.values(tags)).toContain('old barn');
    expect(Object.keys(tags).filter((name) => /Thumbnail/.test(name))).toEqual([]);
  });

  it('no place, on request', async () => {
    const tiff = tagged([bytesEntry(0x83bb, IPTC), ...DPI]);
    const tags = await tagsAfter(tiff, format, { gps: false });
    expect(JSON.stringify(tags)).not.toMatch(/GPS|Somewhere|Street|Nowhereland/);
    expect(Object.values(tags)).toContain('old barn');
  });

  it('a JPEG’s XMP above 64 kB, its EXIF in the size and colours of the result', async () => {
    const text = 'y'.repeat(70_000);
    const xmp = xmpOf(`xmlns:dc="${DC}"`, `<dc:title>barn</dc:title><dc:source>${text}</dc:source>`);
    const { metadata } = carryMetadata(
      { xmp },
      {
        ...{ format: 'jpeg', gps: true, width: 1, height: 1 },
        orientation: 1,
        space: 'srgb',
        properties: [],
      },
    );
    const exif = writeExif(taggedExif({ image: [shortEntry(0x0112, 6, true)] }));
    const jpeg = await attachMetadata(await plainJpeg(), 'jpeg', { ...metadata, exif });
    const tags = await tagsAfter(jpeg, format);
    expect(tags).toMatchObject({
      ...{ 'XMP-dc:Title': 'barn', 'XMP-dc:Source': text, 'IFD0:Orientation': 'Horizontal (normal)' },
      ...{ 'ExifIFD:ExifImageWidth': HEIGHT, 'ExifIFD:ExifImageHeight': WIDTH, 'ExifIFD:ColorSpace': 'sRGB' },
    });
    expect(Object.keys(tags).filter((name) => /^Interop|HasExtended/.test(name))).toEqual(
      format === 'jpeg' ? ['XMP-xmpNote:HasExtendedXMP'] : [],
    );
  });

  it.each([
    ['JPEG', { x: 600, y: 600, unit: 'inch' }, 'jpeg'],
    ['PNG', { x: 600, y: 300, unit: 'inch' }, 'png'],
    ['JPEG in centimetres', { x: 118, y: 118, unit: 'cm' }, 'jpeg'],
  ] as const)('the density of a %s', async (_name, density, from) => {
    const plain = await sharp(RGB, RAW).toFormat(from).toBuffer();
    const { x, y, unit } = density;
    const tags = await tagsAfter(await attachMetadata(plain, from, { density }), format);
    const units = unit === 'cm' ? 'cm' : 'inches';
    const perMetre = (value: number) => Math.round(unit === 'cm' ? value * 100 : value / 0.0254);
    const expected = {
      jpeg: { 'JFIF:XResolution': x, 'JFIF:YResolution': y, 'JFIF:ResolutionUnit': units },
      png: { 'PNG-pHYs:PixelsPerUnitX': perMetre(x), 'PNG-pHYs:PixelsPerUnitY': perMetre(y) },
      webp: { 'IFD0:XResolution': x, 'IFD0:YResolution': y, 'IFD0:ResolutionUnit': units },
    };
    expect(tags).toMatchObject(expected[format]);
  });

  it('no density where the photo has none', async () => {
    const tags = await tagsAfter(await plainJpeg(), format);
    const found = Object.entries(tags).filter(([name]) => /Resolution|PixelsPerUnit/.test(name));
    expect(Object.fromEntries(found)).toEqual(
      format === 'jpeg'
        ? { 'JFIF:ResolutionUnit': 'None', 'JFIF:XResolution': 1, 'JFIF:YResolution': 1 }
        : {},
    );
  });
});

maybe('ExifTool finds in a JPEG', () => {
  it('EXIF that had more than 64 kB, without its maker’s note', async () => {
    const note = bytesEntry(MAKER_NOTE, Buffer.alloc(70_000, 'note'));
    const exif = writeExif(taggedExif({ photo: [...taggedExif().photo, note] }));
    const png = await attachMetadata(await sharp(RGB, RAW).png().toBuffer(), 'png', { exif });
    const photo = await decoded(png);
    const { metadata, notes } = carryMetadata(photo.metadata, optionsFor(photo, 'jpeg'));
    expect(notes).toEqual(['EXIF above the 64 kB of JPEG, without the maker’s note']);
    const tags = readTags(await encodePixels(photo, { format: 'jpeg', quality: 90, metadata }));
    expect(tags).toMatchObject({ 'IFD0:Artist': 'nobody', 'GPS:GPSLatitudeRef': 'North' });
  });
});

const RAW = { raw: { width: WIDTH, height: HEIGHT, channels: 3 } } as const;

function tagged(entries: Parameters<typeof taggedTiff>[2]): Uint8Array {
  const exif = taggedExif({ photo: [...taggedExif().photo, longEntry(0xa40c, 1, true)] });
  const others = [textEntry(0x0131, 'a scanner'), ...(entries ?? [])];
  return taggedTiff({ rgb: RGB, width: WIDTH, height: HEIGHT }, exif, others);
}

function plainJpeg(): Promise<Uint8Array> {
  return sharp(RGB, RAW).jpeg().toBuffer();
}

async function tagsAfter(photo: Uint8Array, format: PictureFormat, { gps = true } = {}) {
  const given = await decoded(photo);
  const { metadata } = carryMetadata(given.metadata, { ...optionsFor(given, format), gps });
  return readTags(await encodePixels(given, { format, quality: 90, metadata }));
}

async function decoded(bytes: Uint8Array) {
  const photo = await decodePixels(bytes);
  if ('reason' in photo) throw new Error(photo.reason);
  return photo;
}

function optionsFor({ width, height, header }: Awaited<ReturnType<typeof decoded>>, format: PictureFormat) {
  const { orientation } = header;
  return { format, width, height, orientation, space: 'srgb', gps: true, properties: [] } as const;
}
