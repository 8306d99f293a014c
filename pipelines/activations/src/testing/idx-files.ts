/** An IDX file of pictures, for tests. */
export function idxImages(
  pictures: readonly (readonly number[])[],
  sides: readonly [number, number],
): Buffer {
  return Buffer.concat([
    header(3, [pictures.length, ...sides]),
    ...pictures.map((pixels) => Buffer.from(pixels)),
  ]);
}

/** An IDX file of labels, for tests. */
export function idxLabels(labels: readonly number[]): Buffer {
  return Buffer.concat([header(1, [labels.length]), Buffer.from(labels)]);
}

function header(axes: number, sides: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 + 4 * axes);
  bytes.set([0, 0, 0x08, axes]);
  sides.forEach((side, axis) => bytes.writeUInt32BE(side, 4 + 4 * axis));
  return bytes;
}
