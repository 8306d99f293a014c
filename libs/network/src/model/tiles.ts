/** One channel of an image. */
export interface Plane {
  readonly values: Float32Array; // [height · width]
  readonly height: number;
  readonly width: number;
}

/** A part of an image, in pixels. */
export interface Tile {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

/** The widest tile: strips as wide as most images, so that little of the margin is computed twice. */
const WIDEST = 512;

/** Tiles of at most `most` pixels that cover an image exactly, row by row. */
export function tilesOf(height: number, width: number, most: number): Tile[] {
  const across = Math.min(width, WIDEST, most);
  const down = Math.max(1, Math.min(height, Math.floor(most / across)));
  const tiles: Tile[] = [];
  for (let top = 0; top < height; top += down)
    for (let left = 0; left < width; left += across)
      tiles.push({ top, left, height: Math.min(down, height - top), width: Math.min(across, width - left) });
  return tiles;
}

/**
 * A tile's values with `margin` more pixels on every side. Beyond the image's border it is reflected (the border pixel
 * is not repeated), again and again where the image is smaller than the margin.
 */
export function paddedTile(image: Plane, tile: Tile, margin: number): Float32Array {
  const across = tile.width + 2 * margin;
  const down = tile.height + 2 * margin;
  const columns = Int32Array.from({ length: across }, (_, x) =>
    reflected(tile.left + x - margin, image.width),
  );
  const padded = new Float32Array(down * across);
  for (let y = 0, i = 0; y < down; y++) {
    const row = reflected(tile.top + y - margin, image.height) * image.width;
    for (let x = 0; x < across; x++, i++) padded[i] = image.values[row + columns[x]];
  }
  return padded;
}

/** Copies a tile's values [n, channels] to where the tile lies in an image `width` pixels wide. */
export function pasteTile(
  values: Float32Array,
  tile: Tile,
  image: Float32Array,
  width: number,
  channels: number,
): void {
  const line = tile.width * channels;
  for (let y = 0; y < tile.height; y++) {
    const start = ((tile.top + y) * width + tile.left) * channels;
    image.set(values.subarray(y * line, (y + 1) * line), start);
  }
}

/** Folds any whole number into 0..size − 1: … 2 1 0 1 2 … size − 2, size − 1, size − 2 … */
function reflected(i: number, size: number): number {
  if (size === 1) return 0;
  const period = 2 * (size - 1);
  const folded = ((i % period) + period) % period;
  return Math.min(folded, period - folded);
}
