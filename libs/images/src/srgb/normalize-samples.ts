import { openBytes } from '../libvips.ts';
import { wrapTiff } from '../tiff/wrap-tiff.ts';
import type { ReadablePhoto } from './readable-photo.ts';
import { pageOptions, PLAIN_READING } from './reading.ts';

const WHITE = 65535;
const UINT32_WHITE = 2 ** 32 - 1;

/**
 * The same photo in 16-bit integers with its profile, upright: floating-point samples from 0 to 1, brighter ones as
 * white, and 32-bit integers.
 */
export async function normalizeSamples(photo: ReadablePhoto): Promise<ReadablePhoto> {
  const { metadata, reading } = photo;
  const { samples, width, height, channels } = await readSamples(photo);
  const colours = channels < 3 ? 1 : 3;
  const kept = colours + (colours === 3 && reading.extras === 'alpha' ? 1 : 0);
  const white = reading.samples === 'uint32' ? UINT32_WHITE : 1;
  const normal = new Uint16Array(width * height * kept);
  for (let from = 0, to = 0; to < normal.length; from += channels)
    for (let c = 0; c < kept; c++) {
      const level = (samples[from + c] ?? 0) / white;
      normal[to++] = toDeep(reading.isInverted && c < colours ? 1 - level : level);
    }
  const source = wrapTiff({ samples: normal, width, height, channels: kept, profile: metadata.icc });
  const space = colours === 1 ? 'grey16' : 'rgb16';
  return {
    source,
    metadata: {
      space,
      depth: 'ushort',
      channels: metadata.channels,
      icc: metadata.icc,
    },
    reading: PLAIN_READING,
  };
}

/** Not a number is black. */
function toDeep(level: number): number {
  return level > 0 ? Math.round(Math.min(1, level) * WHITE) : 0;
}

interface FloatSamples {
  readonly samples: Float32Array; // [height, width, channels]
  readonly width: number;
  readonly height: number;
  readonly channels: number;
}

async function readSamples({ source, metadata, reading }: ReadablePhoto): Promise<FloatSamples> {
  const opened = openBytes(source, { ...pageOptions(reading), ignoreIcc: true }).autoOrient();
  // libvips takes the samples of a 16-bit floating-point grey for integers at the end of its pipeline
  const isHalf = metadata.space === 'grey16';
  const scale = Array.from({ length: metadata.channels }, () => WHITE);
  const scaled = isHalf ? opened.linear(scale, scale.map(() => 0)) : opened; // prettier-ignore
  const { data, info } = await scaled
    .toColourspace(metadata.space)
    .raw({ depth: 'float' })
    .toBuffer({ resolveWithObject: true });
  const samples = new Float32Array(data.buffer, data.byteOffset, data.byteLength / 4);
  if (isHalf) samples.forEach((sample, i) => (samples[i] = sample / WHITE));
  return { samples, width: info.width, height: info.height, channels: info.channels };
}
