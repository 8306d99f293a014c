import { showLab } from '@tintype/colour';
import type { Compute } from '@tintype/executor';
import { imagesTable, thumbnailsTable } from '@tintype/records';

/** The sides of a thumbnail are at most this. */
const SIDE = 96;

/** Every image of a shard in small: the mean of whole blocks of its pixels. */
export const thumbnails: Compute = async ({ name, inputs }) => {
  const [input] = inputs;
  if (input === undefined) throw new Error('Internal error: expected a shard of images');
  const { photo, lab } = imagesTable.decode(await input.read(), input.name);
  const [size = 0] = lab.shape;
  const block = Math.ceil(size / SIDE);
  const side = Math.floor(size / block);
  const data = new Uint8Array(photo.length * side * side * 3);
  for (let i = 0; i < photo.length; i++) {
    const rgb = showLab(lab.data.subarray(i * size * size * 3, (i + 1) * size * size * 3));
    shrink(rgb, { size, block, side }, data.subarray(i * side * side * 3));
  }
  const bytes = thumbnailsTable.encode({ photo, rgb: { data, shape: [side, side, 3] } });
  return [{ name, table: thumbnailsTable.name, bytes, rows: photo.length }];
};

interface Shrinking {
  readonly size: number;
  readonly block: number;
  readonly side: number;
}

function shrink(rgb: Uint8ClampedArray, { size, block, side }: Shrinking, out: Uint8Array): void {
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++)
      for (let c = 0; c < 3; c++) {
        let sum = 0;
        for (let v = 0; v < block; v++)
          for (let u = 0; u < block; u++) sum += rgb[((y * block + v) * size + x * block + u) * 3 + c];
        out[(y * side + x) * 3 + c] = Math.round(sum / (block * block));
      }
}
