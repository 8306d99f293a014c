import type { TiffIfd } from './read-ifds.ts';
import { PHOTOMETRIC, TAGS } from './tags.ts';

/** What one picture of a TIFF is made of. */
export interface TiffPage {
  /** Whether it is a smaller version of another picture, or a mask. */
  readonly isSecondary: boolean;
  /** Bits of each sample of a pixel. */
  readonly bits: readonly number[];
  readonly compression: number;
  readonly photometric: number;
  readonly samples: number;
  /** Samples of a pixel that are its colour. */
  readonly colours: number;
  /** What the samples behind them are: 0 something else, 1 alpha that is multiplied into the colours, 2 alpha. */
  readonly extras: readonly number[];
  /** 1 unsigned, 2 signed, 3 floating-point, 4 unknown, 5 and 6 complex numbers. */
  readonly sampleFormats: readonly number[];
  /** 1 is CMYK. */
  readonly inkSet: number;
  readonly hasProfile: boolean;
}

const REDUCED = 1;
const MASK = 4;
const OLD_REDUCED = 2;

export function describePage({ fields }: TiffIfd): TiffPage {
  const first = (tag: number, otherwise: number) => fields.get(tag)?.[0] ?? otherwise;
  const samples = first(TAGS.samplesPerPixel, 1);
  const photometric = first(TAGS.photometric, PHOTOMETRIC.blackIsZero);
  const colours = countColours(photometric);
  const named = fields.get(TAGS.extraSamples) ?? [];
  return {
    isSecondary:
      (first(TAGS.newSubfileType, 0) & (REDUCED | MASK)) !== 0 ||
      first(TAGS.oldSubfileType, 0) === OLD_REDUCED,
    bits: fields.get(TAGS.bitsPerSample) ?? [1],
    compression: first(TAGS.compression, 1),
    extras: Array.from({ length: Math.max(0, samples - colours) }, (_, i) => named[i] ?? 0),
    sampleFormats: fields.get(TAGS.sampleFormat) ?? [1],
    inkSet: first(TAGS.inkSet, 1),
    hasProfile: fields.has(TAGS.profile),
    ...{ photometric, samples, colours },
  };
}

function countColours(photometric: number): number {
  switch (photometric) {
    case PHOTOMETRIC.rgb:
    case PHOTOMETRIC.yCbCr:
    case PHOTOMETRIC.cieLab:
      return 3;
    case PHOTOMETRIC.separated:
      return 4;
    default:
      return 1;
  }
}
