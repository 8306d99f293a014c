import { MAX_CHANNELS } from '../libvips.ts';
import { PHOTOMETRIC } from './tags.ts';
import type { TiffPage } from './tiff-page.ts';

const DEFLATE = [8, 32946];
const JPEG = 7;
/** Uncompressed, CCITT, LZW, JPEG, Deflate, PackBits, WebP: what the libtiff inside sharp decodes. */
const DECODED = new Set([1, 2, 3, 4, 5, JPEG, ...DEFLATE, 32771, 32773, 50001]);

/** Others that a TIFF may be packed with, after libtiff's tiff.h and the list of tifffile. */
const COMPRESSIONS: Readonly<Record<number, string>> = {
  6: 'old-style JPEG',
  9: 'JBIG',
  10: 'JBIG',
  99: 'JPEG',
  32766: 'NeXT',
  32809: 'ThunderScan',
  32895: 'IT8',
  32908: 'PixarFilm',
  32909: 'PixarLog',
  33003: 'JPEG 2000',
  33004: 'JPEG 2000',
  33005: 'JPEG 2000',
  33007: 'JPEG',
  34661: 'JBIG',
  34676: 'SGILog',
  34677: 'SGILog24',
  34712: 'JPEG 2000',
  34887: 'LERC',
  34892: 'lossy JPEG',
  34925: 'LZMA',
  34926: 'ZSTD',
  34927: 'WebP',
  34933: 'PNG',
  34934: 'JPEG XR',
  50000: 'ZSTD',
  50002: 'JPEG XL',
  52546: 'JPEG XL',
};

const SIGNED = 2;
const FLOAT = 3;
const PREMULTIPLIED = 1;
const COMPLEX = [5, 6];

/** Why nothing can be made of a picture that is sound, with what helps; null where it can be read. */
export function refusePage(page: TiffPage): string | null {
  return refuseCompression(page) ?? refuseColours(page) ?? refuseSamples(page);
}

function refuseCompression({ compression }: TiffPage): string | null {
  if (DECODED.has(compression)) return null;
  const name = COMPRESSIONS[compression] ?? `number ${compression}`;
  return `TIFF compression ${name} cannot be read here; save it with LZW, Deflate or none`;
}

function refuseColours({ photometric, compression, bits, inkSet, samples }: TiffPage): string | null {
  switch (photometric) {
    case PHOTOMETRIC.whiteIsZero:
    case PHOTOMETRIC.blackIsZero:
    case PHOTOMETRIC.rgb:
    case PHOTOMETRIC.palette:
      return null;
    case PHOTOMETRIC.separated:
      if (inkSet === 1 && samples >= 4) return null;
      return 'TIFF inks other than CMYK cannot be read here; save it as RGB';
    case PHOTOMETRIC.yCbCr:
      if (compression === JPEG) return null;
      return 'YCbCr TIFFs without JPEG compression cannot be read here; save it as RGB';
    case PHOTOMETRIC.cieLab:
      if (bits[0] === 16) return null;
      return `${bits[0]}-bit Lab TIFFs cannot be read here; save it as RGB, or as Lab with 16 bits`;
    default:
      return `${describeColours(photometric, bits)} TIFFs cannot be read here; save it as RGB`;
  }
}

/** Photometric interpretations that libvips has no way to sRGB from. */
const COLOURS: Readonly<Record<number, string>> = {
  4: 'transparency mask',
  9: 'ICC Lab',
  10: 'ITU Lab',
  32844: 'LogL',
  32845: 'LogLuv',
};

function describeColours(photometric: number, bits: readonly number[]): string {
  return `${bits[0]}-bit ${COLOURS[photometric] ?? `photometric ${photometric}`}`;
}

function refuseSamples({
  photometric,
  bits,
  samples,
  sampleFormats,
  extras,
  hasProfile,
}: TiffPage): string | null {
  if (samples > MAX_CHANNELS)
    return `TIFFs of ${samples} channels cannot be read here; save it with at most ${MAX_CHANNELS}`;
  const [depth = 1] = bits;
  const [format = 1] = sampleFormats;
  if (bits.some((other) => other !== depth) || sampleFormats.some((other) => other !== format))
    return 'TIFF samples of different kinds cannot be read here; save it with 8 or 16 bits';
  if (COMPLEX.includes(format)) return 'complex TIFF samples cannot be read here; save their magnitude';
  if (format === SIGNED && photometric !== PHOTOMETRIC.cieLab)
    return `signed ${depth}-bit TIFF samples cannot be read here: nothing says what is black; save it with unsigned ones`;
  const known = format === FLOAT ? [16, 32] : depthsOf(photometric);
  if (!known.includes(depth)) {
    if (photometric === PHOTOMETRIC.palette)
      return `TIFF palettes of ${depth} bits cannot be read here; save it as RGB`;
    const kind = format === FLOAT ? `${depth}-bit floating-point` : `${depth}-bit`;
    return `${kind} TIFF samples cannot be read here; save it with 8 or 16 bits`;
  }
  if (depth === 32 && format !== FLOAT && extras[0] === PREMULTIPLIED)
    return '32-bit TIFF samples with premultiplied alpha cannot be read here; save it with 8 or 16 bits';
  if (format === FLOAT && !hasProfile) return UNKNOWN_LIGHT;
  return null;
}

export const UNKNOWN_LIGHT =
  'floating-point TIFF samples without a colour profile: nothing says whether they are linear; save it with its profile, or with 16 bits';

function depthsOf(photometric: number): readonly number[] {
  switch (photometric) {
    case PHOTOMETRIC.whiteIsZero:
    case PHOTOMETRIC.blackIsZero:
      return [1, 2, 4, 8, 16, 32];
    case PHOTOMETRIC.palette:
      return [1, 2, 4, 8];
    case PHOTOMETRIC.rgb:
      return [8, 16, 32];
    default:
      return [8, 16];
  }
}
