import { srgbToLab } from '@tintype/colour';
import type { Compute, Input } from '@tintype/executor';
import { decodePhoto, UndecodableError } from '@tintype/images';
import { type FactsOf, imagesTable } from '@tintype/records';
import { mapConcurrently } from '@tintype/store';

import { type ColourKind, judgeColours } from '../judge-colours.ts';
import { copyImages } from '../reuse/copy-images.ts';

export type ImageSettings = {
  readonly size: number;
  readonly nearGrey: number;
  readonly toned: number;
};

/** Photos in hand at once: keeps the decoder's threads busy while an image is converted. */
const AT_ONCE = 4;

/**
 * Photos → Lab images, [photos, size, size, 3]; an image that an older shard holds is copied from it. A photo that
 * cannot be decoded although `ingest` could becomes a black image: near-grey, so that nothing is made of it.
 */
export const convert: Compute<ImageSettings> = async ({
  name,
  settings: { size, ...limits },
  inputs,
  reuse,
  memory,
  progress,
}) => {
  const photo = inputs.map((input) => input.name);
  const values = size * size * 3;
  const lab = new Float32Array(memory.take(4 * values * photo.length).buffer, 0, values * photo.length);
  const imageAt = (row: number) => lab.subarray(row * values, (row + 1) * values);
  const copied = await copyImages(photo, reuse, imageAt);
  const isKnown = (row: number) => copied.has(row) && !isBlack(imageAt(row));
  const rest = [...inputs.entries()].filter(([row]) => !isKnown(row));
  const kinds = photo.map((_, row) => (isKnown(row) ? judgeColours(imageAt(row), limits) : null));
  await mapConcurrently([...rest.entries()], AT_ONCE, async ([done, [row, input]]) => {
    if (done % AT_ONCE === 0)
      progress({ done: inputs.length - rest.length + done, total: inputs.length, figures: {} });
    const rgb = await decode(input, size);
    if (rgb === null) imageAt(row).fill(0);
    else kinds[row] = judgeColours(srgbToLab(rgb, imageAt(row)), limits); // while it is in the processor's cache
  });
  const bytes = imagesTable.encode(
    {
      photo,
      nearGrey: kinds.map((kind) => kind !== 'coloured'),
      lab: { data: lab, shape: [size, size, 3] },
    },
    memory.take,
  );
  const photosOf = (kind: ColourKind | null) => photo.filter((_, row) => kinds[row] === kind);
  return [
    {
      name,
      table: imagesTable.name,
      bytes,
      rows: photo.length,
      facts: {
        grey: photosOf('grey'),
        toned: photosOf('toned'),
        undecodable: photosOf(null),
      } satisfies FactsOf<typeof imagesTable>,
    },
  ];
};

/** Whether it may stand for a photo that cannot be decoded: that is found out again, and not copied. */
function isBlack(lab: Float32Array): boolean {
  return lab.every((value) => value === 0);
}

/** [size, size, 3] in sRGB, or null for a photo that libvips cannot decode at this size. */
async function decode(input: Input, size: number): Promise<Uint8Array | null> {
  const bytes = await input.read();
  return decodePhoto(bytes, size).catch((error: unknown) => {
    if (error instanceof UndecodableError) return null;
    throw error;
  });
}
