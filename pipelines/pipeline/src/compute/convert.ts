import { readFile } from 'node:fs/promises';

import { isNearGrey, srgbToLab } from '@tintype/colour';
import type { Compute, ShardInput } from '@tintype/executor';
import { decodePhoto } from '@tintype/images';
import { imagesTable } from '@tintype/records';
import { sha256 } from '@tintype/store';

import { copyImages } from '../reuse/copy-images.ts';

export interface ConvertTask {
  readonly size: number;
  readonly nearGrey: number;
}

/** Photos decoded at once: keeps the decoder's threads busy while one image is converted. */
const AHEAD = 4;

/** Photos → Lab images, [photos, size, size, 3]; an image that an older shard holds is copied from it. */
export const convert: Compute<ConvertTask> = async ({
  name,
  settings: { size, nearGrey },
  inputs,
  reuse,
  progress,
}) => {
  const pixels = size * size;
  const lab = new Float32Array(inputs.length * pixels * 3);
  const imageAt = (row: number) => lab.subarray(row * pixels * 3, (row + 1) * pixels * 3);
  const copied = await copyImages(
    inputs.map((input) => input.name),
    reuse,
    imageAt,
  );
  const rest = [...inputs.entries()].filter(([row]) => !copied.has(row));
  for (let start = 0; start < rest.length; start += AHEAD) {
    progress({ done: copied.size + start, total: inputs.length, figures: {} });
    const batch = rest.slice(start, start + AHEAD);
    const decoded = await Promise.all(batch.map(([, input]) => decode(input, size)));
    batch.forEach(([row], i) => srgbToLab(decoded[i] ?? new Uint8Array(), imageAt(row)));
  }
  const grey = inputs.map((_, row) => isNearGrey(imageAt(row), nearGrey));
  const photo = inputs.map((input) => input.name);
  const bytes = imagesTable.encode({ photo, nearGrey: grey, lab: { data: lab, shape: [size, size, 3] } });
  return [
    {
      name,
      table: imagesTable.name,
      bytes,
      rows: photo.length,
      facts: { nearGrey: grey.filter(Boolean).length },
    },
  ];
};

async function decode({ name, path }: ShardInput, size: number): Promise<Uint8Array> {
  const bytes = await readFile(path);
  if (sha256(bytes) !== name)
    throw new Error(`${path}: the photo has changed since ingest saw it; run ingest again`);
  return decodePhoto(bytes, size);
}
