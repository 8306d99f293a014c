import { z } from 'zod';

import { crc32c } from '../checkpoints/crc32c.ts';
import { float16Values } from '../model/float16.ts';
import type { EncoderCut } from './encoder-blocks.ts';
import { type EncoderFiles, type EncoderJson, encoderJson } from './encoder-files.ts';
import { type EncoderTensor, type EncoderWeights, listTensors, type TensorShape } from './encoder-weights.ts';

export type { EncoderCut } from './encoder-blocks.ts';
export type { EncoderFiles } from './encoder-files.ts';
export type { EncoderTensor, EncoderWeights } from './encoder-weights.ts';

const REMEDY =
  'take data/models/efficientnet-lite0 from git again, or run `npx nx run network:convert-encoder`';

/**
 * The start weights of an encoder up to `cut`, by default up to where the files end, for the layers of `buildEncoder`.
 * Throws an Error that names the file, and the tensor where it is one, when they are damaged or end before `cut`.
 */
export function readEncoder(files: EncoderFiles, cut?: EncoderCut): EncoderWeights {
  const json = parseEncoderJson(files['encoder.json']);
  const wanted = cut ?? json.cut;
  if (wanted > json.cut)
    throw new Error(
      `encoder.json: cut: expected an encoder up to stride ${wanted}, got one up to ${json.cut}; set train.network.cut to ${json.cut}, or run \`npx nx run network:convert-encoder --cut=${wanted}\``,
    );
  checkWeights(files['weights.bin'], json);
  const entries = new Map(json.tensors.map((entry) => [entry.name, entry]));
  return new Map(
    listTensors(wanted).map((expected) => {
      const entry = checkShape(expected, entries.get(expected.name));
      return [expected.name, readTensor(entry, files['weights.bin'])];
    }),
  );
}

type Entry = EncoderJson['tensors'][number];

function parseEncoderJson(bytes: Uint8Array): EncoderJson {
  const parsed = encoderJson.safeParse(parseJson(new TextDecoder().decode(bytes)));
  if (parsed.success) return parsed.data;
  throw new Error(`encoder.json: ${z.prettifyError(parsed.error)}; ${REMEDY}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`encoder.json: expected JSON, got something else; ${REMEDY}`);
  }
}

/** The sum finds what still looks like numbers. */
function checkWeights(bytes: Uint8Array, { weights }: EncoderJson): void {
  if (bytes.length !== weights.bytes)
    throw new Error(`weights.bin: expected ${weights.bytes} bytes, got ${bytes.length}; ${REMEDY}`);
  const sum = crc32c(bytes);
  if (sum !== weights.crc32c)
    throw new Error(`weights.bin: expected the CRC-32C ${weights.crc32c}, got ${sum}; ${REMEDY}`);
}

function checkShape(expected: TensorShape, entry: Entry | undefined): Entry {
  const [wanted, got] = [expected.shape.join(' × '), entry?.shape.join(' × ')];
  if (entry !== undefined && wanted === got) return entry;
  throw new Error(
    `encoder.json: tensors: expected ${wanted} for ${expected.name}, got ${got ?? 'nothing'}; ${REMEDY}`,
  );
}

function readTensor({ name, shape, offset }: Entry, bytes: Uint8Array): EncoderTensor {
  const size = 2 * shape.reduce((product, side) => product * side, 1);
  if (offset + size > bytes.length)
    throw new Error(
      `encoder.json: tensors: expected ${name} to end by byte ${bytes.length}, got ${offset + size}; ${REMEDY}`,
    );
  const bits = new Uint16Array(new Uint8Array(bytes.subarray(offset, offset + size)).buffer); // a copy: it may lie askew
  const values = float16Values(bits);
  const wrong = values.find((value) => !Number.isFinite(value));
  if (wrong !== undefined)
    throw new Error(`weights.bin: ${name}: expected finite numbers, got ${wrong}; ${REMEDY}`);
  return { shape, values };
}
