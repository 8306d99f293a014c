import { readFile } from 'node:fs/promises';

import { isNearGrey, srgbToLab } from '@tintype/colour';
import type { Compute, ShardInput } from '@tintype/executor';
import { decodePhoto } from '@tintype/images';
import { imagesTable } from '@tintype/records';
import { sha256 } from '@tintype/store';

export interface ConvertTask {
  readonly size: number;
  readonly nearGrey: number;
}

/** Photos decoded at once: keeps the decoder's threads busy while one image is converted. */
const AHEAD = 4;

/** Photos → Lab images, [photos, size, size, 3]. */
export const convert: Compute<ConvertTask> = async ({
  name,
  settings: { size, nearGrey },
  inputs,
  progress,
}) => {
  const pixels = size * size;
  const lab = new Float32Array(inputs.length * pixels * 3);
  const grey: boolean[] = [];
  for (let start = 0; start < inputs.length; start += AHEAD) {
    const decoded = await Promise.all(inputs.slice(start, start + AHEAD).map((input) => decode(input, size)));
    for (const [i, rgb] of decoded.entries()) {
      const image = lab.subarray((start + i) * pixels * 3, (start + i + 1) * pixels * 3);
      srgbToLab(rgb, image);
      grey.push(isNearGrey(image, nearGrey));
    }
    progress({ done: grey.length, total: inputs.length, figures: {} });
  }
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
