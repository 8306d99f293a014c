import { z } from 'zod';

/** A folder with the start weights of an encoder. */
export interface EncoderFiles {
  /** Where they come from, and what lies where in `weights.bin`. */
  readonly 'encoder.json': Uint8Array;
  /** All tensors end to end: IEEE 754 binary16, little-endian. */
  readonly 'weights.bin': Uint8Array;
}

const digest = z.string().regex(/^[0-9a-f]{64}$/);

/** What `encoder.json` holds. */
export const encoderJson = z.object({
  formatVersion: z.literal(1),
  network: z.literal('efficientnet-lite0'),
  /** Who made the weights, under which licence, and what has been changed. */
  notice: z.string(),
  source: z.object({
    project: z.string(),
    version: z.string(),
    file: z.string(),
    sha256: digest,
    checkpoint: z.object({ file: z.string(), sha256: digest }),
  }),
  cut: z.literal([16, 32]),
  weights: z.object({ dtype: z.literal('float16'), bytes: z.int().min(0), crc32c: z.int().min(0) }),
  /** In the order of the layers, so that a smaller cut is a prefix; `offset` in bytes. */
  tensors: z.array(
    z.object({ name: z.string(), shape: z.array(z.int().min(1)), offset: z.int().min(0).multipleOf(2) }),
  ),
});
export type EncoderJson = z.infer<typeof encoderJson>;
