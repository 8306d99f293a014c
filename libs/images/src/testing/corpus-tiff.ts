import sharp from 'sharp';

import type { CorpusPhoto } from './corpus-photo.ts';
import { makeTiff, type TiffPicture } from './make-tiff.ts';

/** Fields of a TIFF, by their names in TIFF 6.0. */
export const TIFF_TAGS = {
  newSubfileType: 254,
  bitsPerSample: 258,
  compression: 259,
  photometric: 262,
  make: 271,
  samplesPerPixel: 277,
  extraSamples: 338,
  sampleFormat: 339,
  profile: 34675,
  dngVersion: 50706,
} as const;

const RGB = 2;
const SENSOR = 32803;
const FLOAT = 3;
const SIGNED = 2;
/** Of samples that are the scene's own. */
const EXACT = 0.6;

type Samples = Uint8Array | Uint16Array | Int16Array | Uint32Array | Float32Array | Float64Array;

/** A picture of samples, [height, width, channels]: RGB unless its fields say something else. */
export function describeSamples(
  samples: Samples,
  width: number,
  height: number,
  fields: TiffPicture['fields'] = {},
): TiffPicture {
  const channels = samples.length / (width * height);
  return {
    ...{ width, height, samples },
    fields: {
      [TIFF_TAGS.bitsPerSample]: Array.from({ length: channels }, () => samples.BYTES_PER_ELEMENT * 8),
      [TIFF_TAGS.compression]: 1,
      [TIFF_TAGS.photometric]: RGB,
      [TIFF_TAGS.samplesPerPixel]: channels,
      ...fields,
    },
  };
}

/** The scene, 8-bit sRGB [size, size, 3], in the ways in which a TIFF may hold it, and in those that nobody reads. */
export async function tiffPhotos(rgb: Uint8Array, size: number): Promise<readonly CorpusPhoto[]> {
  return [...(await readableTiffs(rgb, size)), ...refusedTiffs(rgb, size)];
}

async function readableTiffs(rgb: Uint8Array, size: number): Promise<readonly CorpusPhoto[]> {
  const scene = describeSamples(rgb, size, size);
  const preview = describeSamples(new Uint8Array(16 * 16 * 3), 16, 16, { [TIFF_TAGS.newSubfileType]: 1 });
  const extended = (extras: readonly number[]) =>
    describeSamples(addChannels(rgb, extras.length), size, size, { [TIFF_TAGS.extraSamples]: extras });
  const floats = Float32Array.from(rgb, (value) => value / 255);
  const profile = await readSrgbProfile();
  const photos: Readonly<Record<string, readonly TiffPicture[]>> = {
    'preview-first.tif': [preview, scene],
    'preview-above.tif': [{ ...preview, subIfds: [scene] }],
    'pyramid.tif': [{ ...scene, subIfds: [preview] }, preview],
    'infrared.tif': [extended([0])],
    'six-channels.tif': [extended([0, 2, 0])],
    'integers-32.tif': [
      describeSamples(
        Uint32Array.from(rgb, (value) => value * 0x1010101),
        size,
        size,
      ),
    ],
    'floats-with-profile.tif': [
      describeSamples(floats, size, size, {
        [TIFF_TAGS.sampleFormat]: FLOAT,
        [TIFF_TAGS.profile]: profile,
      }),
    ],
    'deep-with-profile.tif': [
      describeSamples(
        Uint16Array.from(rgb, (value) => value * 257),
        size,
        size,
        {
          [TIFF_TAGS.profile]: profile,
        },
      ),
    ],
  };
  return [
    { name: 'big.tif', bytes: makeTiff([scene], { big: true }), tolerance: EXACT },
    ...Object.entries(photos).map(([name, pages]) => ({ name, bytes: makeTiff(pages), tolerance: EXACT })),
  ];
}

/** Pixels with channels behind their own, dark on the left, as an infrared scan may be. */
function addChannels(rgb: Uint8Array, extras: number): Uint8Array {
  const channels = 3 + extras;
  return Uint8Array.from({ length: (rgb.length / 3) * channels }, (_, i) => {
    const [pixel, channel] = [Math.floor(i / channels), i % channels];
    return channel < 3 ? (rgb[pixel * 3 + channel] ?? 0) : pixel % 64;
  });
}

/** The profile of sRGB, as libvips has it. */
export async function readSrgbProfile(): Promise<Uint8Array> {
  const pixel = sharp({ create: { width: 1, height: 1, channels: 3, background: '#000000' } });
  const { icc } = await sharp(await pixel.withIccProfile('srgb').png().toBuffer()).metadata();
  if (icc === undefined) throw new Error('Internal error: expected libvips to attach its profile');
  return icc;
}

const PACKED: Readonly<Record<number, string>> = {
  6: 'old-style JPEG',
  34712: 'JPEG 2000',
  34925: 'LZMA',
  50000: 'ZSTD',
  50002: 'JPEG XL',
  54321: 'number 54321',
};

function refusedTiffs(rgb: Uint8Array, size: number): readonly CorpusPhoto[] {
  const { compression, photometric, sampleFormat, bitsPerSample, make, newSubfileType, dngVersion } =
    TIFF_TAGS;
  const like = (samples: Samples, fields: TiffPicture['fields'], subIfds: readonly TiffPicture[] = []) =>
    makeTiff([{ ...describeSamples(samples, size, size, fields), subIfds }]);
  const sensor = describeSamples(new Uint16Array(size * size), size, size, { [photometric]: SENSOR });
  const maker = Buffer.from('NIKON CORPORATION\0');
  const photos: readonly (readonly [name: string, bytes: Uint8Array, reason: RegExp])[] = [
    ...Object.entries(PACKED).map(
      ([number, name]) =>
        [
          `packed-${number}.tif`,
          like(rgb, { [compression]: Number(number) }),
          new RegExp(`^TIFF compression ${name} cannot be read here; save it with LZW, Deflate or none$`),
        ] as const,
    ),
    ['floats.tif', like(Float32Array.from(rgb), { [sampleFormat]: FLOAT }), /^floating-point .* without a/],
    ['doubles.tif', like(Float64Array.from(rgb), { [sampleFormat]: FLOAT }), /^64-bit floating-point TIFF/],
    ['signed.tif', like(Int16Array.from(rgb), { [sampleFormat]: SIGNED }), /^signed 16-bit TIFF samples/],
    ['twelve.tif', like(rgb, { [bitsPerSample]: [12, 12, 12] }), /^12-bit TIFF samples cannot be read/],
    ['icc-lab.tif', like(rgb, { [photometric]: 9 }), /^8-bit ICC Lab TIFFs cannot be read/],
    ['lab.tif', like(rgb, { [photometric]: 8 }), /^8-bit Lab TIFFs cannot be read/],
    ['luminance.tif', like(rgb, { [photometric]: 6 }), /^YCbCr TIFFs without JPEG/],
    ['negative.tif', like(rgb, { [dngVersion]: [1, 4, 0, 0] }), /^a camera raw file \(DNG\) cannot be read/],
    ['canon.tif', like(withMark(rgb), {}), /^a camera raw file \(Canon CR2\) cannot be read here; export/],
    [
      'nikon.tif',
      like(rgb, { [newSubfileType]: 1, [make]: maker }, [sensor]),
      /^a camera raw file \(Nikon NEF\) cannot be read here; export it as TIFF or JPEG$/,
    ],
  ];
  return photos.map(([name, bytes, reason]) => ({ name, bytes, reason }));
}

/** The samples lie behind the header, where Canon leaves its mark. */
function withMark(rgb: Uint8Array): Uint8Array {
  const marked = Uint8Array.from(rgb);
  marked.set(Buffer.from('CR\x02\0', 'latin1'));
  return marked;
}
