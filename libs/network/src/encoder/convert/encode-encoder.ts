import { crc32c } from '../../checkpoints/crc32c.ts';
import { float16Bits } from '../../model/float16.ts';
import type { EncoderCut } from '../encoder-blocks.ts';
import type { EncoderFiles, EncoderJson } from '../encoder-files.ts';
import type { EncoderWeights } from '../encoder-weights.ts';

export type EncoderOrigin = Pick<EncoderJson, 'notice' | 'source'>;

/** The files that `readEncoder` reads, with all numbers rounded to float16. Throws a RangeError at what it cannot hold. */
export function encodeEncoder(weights: EncoderWeights, cut: EncoderCut, origin: EncoderOrigin): EncoderFiles {
  const bits = [...weights].map(([name, { shape, values }]) => ({ name, shape, bits: float16Bits(values) }));
  const bytes = new Uint8Array(bits.reduce((sum, { bits }) => sum + bits.byteLength, 0));
  let offset = 0;
  const tensors: EncoderJson['tensors'] = [];
  for (const { name, shape, bits: part } of bits) {
    bytes.set(new Uint8Array(part.buffer), offset);
    tensors.push({ name, shape: [...shape], offset });
    offset += part.byteLength;
  }
  const json: EncoderJson = {
    formatVersion: 1,
    network: 'efficientnet-lite0',
    ...origin,
    cut,
    weights: { dtype: 'float16', bytes: bytes.length, crc32c: crc32c(bytes) },
    tensors,
  };
  return { 'encoder.json': new TextEncoder().encode(readable(json)), 'weights.bin': bytes };
}

/** One line a tensor. */
function readable({ tensors, ...rest }: EncoderJson): string {
  const head = JSON.stringify(rest, null, 2).replace(/\n\}$/, '');
  const lines = tensors.map((tensor) => `    ${JSON.stringify(tensor)}`);
  return `${head},\n  "tensors": [\n${lines.join(',\n')}\n  ]\n}\n`;
}
