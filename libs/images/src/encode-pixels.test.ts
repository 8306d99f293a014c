import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';
import { rngFrom } from '@tintype/colour';
import sharp from 'sharp';

import { type DecodedPhoto, decodePixels } from './decode-pixels.ts';
import { displayP3Profile, encodePixels, encodePixelsTo } from './encode-pixels.ts';
import { carryMetadata } from './metadata/carry-metadata.ts';
import { writeExif } from './metadata/exif/write-exif.ts';
import type { PictureFormat } from './picture-format.ts';
import { taggedExif } from './testing/tagged-photos.ts';

const [WIDTH, HEIGHT] = [24, 16];
const RED = { r: 200, g: 60, b: 30 };
const FORMATS: readonly PictureFormat[] = ['jpeg', 'png', 'webp'];
const XMP =
  '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:tiff="http://ns.adobe.com/tiff/1.0/" xmlns:exif="http://ns.adobe.com/exif/1.0/" tiff:Orientation="6" exif:GPSLatitude="48,51N"/></rdf:RDF></x:xmpmeta>';

const red = (channels: 3 | 4 = 3) =>
  sharp({ create: { width: WIDTH, height: HEIGHT, channels, background: { ...RED, alpha: 0.5 } } });

describe('decodePixels', () => {
  it.each([
    ['grey', red().toColourspace('b-w').png(), [110, 110, 110]],
    ['grey with alpha', red(4).toColourspace('b-w').png(), [110, 110, 110, 128]],
    ['with alpha', red(4).png(), [200, 60, 30, 128]],
    ['in CMYK', red().toColourspace('cmyk').jpeg({ quality: 100 }), [200, 60, 30]],
    ['with a palette', red().png({ palette: true }), [200, 60, 30]],
    ['with a profile', red().withIccProfile('p3').png(), [200, 60, 30]],
    ['AVIF', red().avif({ quality: 95 }), [200, 60, 30]],
    ['TIFF', red().tiff(), [200, 60, 30]],
  ])('reads a picture %s as sRGB', async (_name, file, expected) => {
    const { samples, channels } = await decoded(await file.toBuffer());
    expect(channels).toBe(expected.length);
    const loss = _name === 'in CMYK' ? 40 : 3; // libvips' CMYK holds less than sRGB
    expected.forEach((value, c) => expect(Math.abs(samples[c] - value)).toBeLessThanOrEqual(loss));
  });

  it('keeps 16 bits', async () => {
    const deep = Uint16Array.from({ length: WIDTH * HEIGHT * 3 }, (_, i) => 30000 + i);
    const file = sharp(deep, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } }).toColourspace('rgb16');
    const { samples } = await decoded(await file.png().toBuffer());
    expect(samples).toEqual(deep);
  });

  it('turns a picture upright', async () => {
    const { width, height } = await decoded(await red().withMetadata({ orientation: 6 }).jpeg().toBuffer());
    expect([width, height]).toEqual([HEIGHT, WIDTH]);
  });

  it('reads the first frame of an animation and says how many there are', async () => {
    const frames = [0, 255].map((grey) => Buffer.alloc(8 * 8 * 3, grey));
    const raw = { width: 8, height: 16, channels: 3, pageHeight: 8 } as const;
    const file = await sharp(Buffer.concat(frames), { raw }).gif().toBuffer();
    const { samples, header, height } = await decoded(file);
    expect([samples[0], header.frames, height]).toEqual([0, 2, 8]);
  });

  it.each([
    ['a text', async () => Buffer.from('no picture'), /not a photo in a known format/],
    ['nothing', async () => Buffer.alloc(0), /empty/],
    ['half a photo', async () => (await noisyJpeg()).subarray(0, 1500), /truncated or damaged/],
  ])('refuses %s with a reason', async (_name, file, reason) => {
    expect(await decodePixels(await file())).toEqual({ reason: expect.stringMatching(reason) });
  });

  it('refuses more pixels than it may hold', async () => {
    expect(await decodePixels(await red().png().toBuffer(), { maxPixels: 300 })).toEqual({
      reason: expect.stringMatching(/larger than/),
    });
  });
});

describe.each(FORMATS)('encodePixels as %s', (format) => {
  it('keeps the pixels, and JPEG its colours at full resolution', async () => {
    const stripes = Uint8Array.from(
      { length: WIDTH * HEIGHT * 3 },
      (_, i) => (Math.floor(i / 3) % 2 ? [250, 40, 40] : [40, 40, 250])[i % 3],
    );
    const bytes = await encoded(format, stripes);
    if (format === 'jpeg') expect((await sharp(bytes).metadata()).chromaSubsampling).toBe('4:4:4');
    const { samples } = await decoded(bytes);
    const apart = stripes.map((value, i) => Math.abs(value - samples[i]));
    if (format !== 'webp')
      expect(Math.max(...apart)).toBeLessThan(12); // WebP has no full-resolution colour but lossless
    else expect(apart.reduce((sum, value) => sum + value, 0) / apart.length).toBeLessThan(120);
  });

  it('carries EXIF and XMP of the photo, upright', async () => {
    const photo = await decoded(await taggedJpeg());
    const metadata = await sharp(await encoded(format, undefined, photo)).metadata();
    expect(metadata.orientation).toBe(1);
    expect(metadata.exif?.toString('latin1')).toContain('A. Photographer');
    expect(metadata.xmp?.toString()).toContain('tiff:Orientation="1"');
    expect(metadata.xmp?.toString()).toContain('GPSLatitude');
  });

  it('attaches a profile that readers honour', async () => {
    const profile = await displayP3Profile();
    const bytes = await encodePixels(picture(), { format, quality: 95, metadata: { xmp: XMP, profile } });
    const [metadata, { samples }] = [await sharp(bytes).metadata(), await decoded(bytes)];
    expect(metadata.icc).toEqual(profile);
    expect(samples[0]).toBeGreaterThan(210); // the same numbers mean a stronger red in Display P3
  });

  it('writes a picture without metadata, too', async () => {
    const options = { format, quality: 90, metadata: {} };
    const file = join(await mkdtemp(join(tmpdir(), 'encode-')), 'a');
    await encodePixelsTo(file, picture(), options);
    const [written, bytes] = [await readFile(file), await encodePixels(picture(), options)];
    expect(written.equals(bytes)).toBe(true);
    expect((await decoded(written)).samples.length).toBe(WIDTH * HEIGHT * 3);
    expect((await sharp(written).metadata()).xmp).toBeUndefined();
  });

  it('writes the same into a file, also where the metadata moves several blocks', async () => {
    const exif = writeExif(taggedExif());
    const options = { format, quality: 100, metadata: { xmp: XMP, exif, profile: await displayP3Profile() } };
    const rng = rngFrom('noise');
    const noise = Uint8Array.from({ length: 900 * 900 * 3 }, () => 256 * rng());
    const large = { samples: noise, width: 900, height: 900, channels: 3 } as const;
    const file = join(await mkdtemp(join(tmpdir(), 'encode-')), 'a');
    await encodePixelsTo(file, large, options);
    const [written, bytes] = [await readFile(file), await encodePixels(large, options)];
    expect(bytes.length).toBeGreaterThan(format === 'webp' ? 1e5 : 2 * 0x100000);
    expect(written.equals(bytes)).toBe(true);
  });
});

async function decoded(bytes: Uint8Array): Promise<DecodedPhoto> {
  const photo = await decodePixels(bytes);
  if ('reason' in photo) throw new Error(photo.reason);
  return photo;
}

function picture(
  samples: Uint8Array = Uint8Array.from({ length: WIDTH * HEIGHT * 3 }, (_, i) => [200, 60, 30][i % 3]),
) {
  return { samples, width: WIDTH, height: HEIGHT, channels: 3 } as const;
}

function encoded(format: PictureFormat, samples?: Uint8Array, photo?: DecodedPhoto): Promise<Uint8Array> {
  const { width, height } = picture();
  const carried =
    photo &&
    carryMetadata(photo.metadata, {
      ...{ format, width, height, orientation: photo.header.orientation, space: 'srgb', gps: true },
      properties: [],
    });
  const options = { format, quality: 100, metadata: carried?.metadata ?? { xmp: XMP } };
  return encodePixels(picture(samples), options);
}

function taggedJpeg(): Promise<Buffer> {
  return red()
    .withExif({
      IFD0: { Artist: 'A. Photographer', Orientation: '6' },
    })
    .withXmp(XMP)
    .jpeg()
    .toBuffer();
}

function noisyJpeg(): Promise<Buffer> {
  const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const;
  return sharp({ create: { width: 100, height: 100, channels: 3, background: '#000', noise } })
    .jpeg()
    .toBuffer();
}
