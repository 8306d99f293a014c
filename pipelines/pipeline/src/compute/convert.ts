import { srgbToLab } from '@tintype/colour';
import type { Compute, Input } from '@tintype/executor';
import { decodePhoto, UndecodableError } from '@tintype/images';
import { type FactsOf, imagesTable } from '@tintype/records';

import { type ColourKind, judgeColours } from '../judge-colours.ts';
import { copyImages } from '../reuse/copy-images.ts';

export type ImageSettings = {
  readonly size: number;
  readonly nearGrey: number;
  readonly toned: number;
};

/** Photos decoded at once: keeps the decoder's threads busy while one image is converted. */
const AHEAD = 4;

/**
 * Photos → Lab images, [photos, size, size, 3]; an image that an older shard holds is copied from it. A photo that
 * cannot be decoded although `ingest` could becomes a black image: near-grey, so that nothing is made of it.
 */
export const convert: Compute<ImageSettings> = async ({
  name,
  settings: { size, nearGrey, toned },
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
  const undecodable: string[] = [];
  const rest = [...inputs.entries()].filter(([row]) => !copied.has(row) || isBlack(imageAt(row)));
  for (let start = 0; start < rest.length; start += AHEAD) {
    progress({ done: inputs.length - rest.length + start, total: inputs.length, figures: {} });
    const batch = rest.slice(start, start + AHEAD);
    const decoded = await Promise.all(batch.map(([, input]) => decode(input, size)));
    for (const [i, [row, input]] of batch.entries()) {
      const rgb = decoded[i] ?? null;
      if (rgb === null) undecodable.push(input.name);
      else srgbToLab(rgb, imageAt(row));
    }
  }
  const kinds = inputs.map((_, row) => judgeColours(imageAt(row), { nearGrey, toned }));
  const photo = inputs.map((input) => input.name);
  const marks = kinds.map((kind) => kind !== 'coloured');
  const bytes = imagesTable.encode({ photo, nearGrey: marks, lab: { data: lab, shape: [size, size, 3] } });
  const photosOf = (kind: ColourKind) => photo.filter((_, row) => kinds[row] === kind);
  return [
    {
      name,
      table: imagesTable.name,
      bytes,
      rows: photo.length,
      facts: {
        grey: photosOf('grey').filter((id) => !undecodable.includes(id)),
        toned: photosOf('toned'),
        undecodable,
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
