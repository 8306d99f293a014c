import { openRgb } from './libvips.ts';

/** An 8-bit sRGB raster for showing: `rgb` is [height, width, 3]. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array | Uint8ClampedArray;
}

/** PNG bytes of raw RGB, [height, width, 3]; without time or metadata, so equal pixels give equal bytes. */
export async function encodePng(
  rgb: Uint8Array | Uint8ClampedArray,
  width: number,
  height: number,
): Promise<Buffer> {
  if (rgb.length !== width * height * 3) {
    throw new Error(
      `picture: expected ${width}×${height}×3 = ${width * height * 3} bytes, got ${rgb.length}`,
    );
  }
  return openRgb(rgb, width, height).png({ compressionLevel: 9 }).toBuffer();
}

/** JPEG bytes with full-resolution colour (4:4:4), for pictures that lie inside a page. */
export async function encodeJpeg({ rgb, width, height }: Picture): Promise<Buffer> {
  return openRgb(rgb, width, height).jpeg({ quality: 90, chromaSubsampling: '4:4:4' }).toBuffer();
}

export interface TileOptions {
  /** Pixels between neighbours and around the sheet. */
  readonly gap?: number;
  readonly background?: readonly [red: number, green: number, blue: number];
}

/**
 * Lays pictures out row by row on one sheet. Every column is as wide as the widest picture and every row as
 * tall as the tallest one, with pictures in the top left corner of their place.
 */
export function tile(
  pictures: readonly Picture[],
  columns: number,
  { gap = 4, background = [255, 255, 255] }: TileOptions = {},
): Picture {
  if (pictures.length === 0) throw new Error('tile: expected at least one picture, got none');
  if (!Number.isInteger(columns) || columns < 1) {
    throw new Error(`tile: expected a whole number of columns from 1, got ${columns}`);
  }
  const stepX = Math.max(...pictures.map((picture) => picture.width)) + gap;
  const stepY = Math.max(...pictures.map((picture) => picture.height)) + gap;
  const used = Math.min(columns, pictures.length);
  const sheet = blank(gap + used * stepX, gap + Math.ceil(pictures.length / used) * stepY, background);
  for (const [i, picture] of pictures.entries()) {
    paste(sheet, picture, gap + (i % used) * stepX, gap + Math.floor(i / used) * stepY);
  }
  return sheet;
}

/** Enlarges a picture `zoom` times (a whole number) without smoothing, so that single pixels can be seen. */
export function scalePicture({ width, height, rgb }: Picture, zoom: number): Picture {
  if (!Number.isInteger(zoom) || zoom < 1) {
    throw new Error(`scalePicture: expected a whole number from 1, got ${zoom}`);
  }
  const out = new Uint8Array(width * zoom * height * zoom * 3);
  let at = 0;
  for (let y = 0; y < height * zoom; y += 1) {
    const row = Math.floor(y / zoom) * width;
    for (let x = 0; x < width * zoom; x += 1) {
      const from = (row + Math.floor(x / zoom)) * 3;
      for (let c = 0; c < 3; c += 1) out[at++] = rgb[from + c] ?? 0;
    }
  }
  return { width: width * zoom, height: height * zoom, rgb: out };
}

function blank(width: number, height: number, colour: readonly number[]): Picture & { rgb: Uint8Array } {
  const rgb = new Uint8Array(width * height * 3);
  rgb.set(colour);
  for (let filled = 3; filled < rgb.length; filled *= 2) rgb.copyWithin(filled, 0, filled);
  return { width, height, rgb };
}

function paste(sheet: Picture & { rgb: Uint8Array }, picture: Picture, left: number, top: number): void {
  for (let y = 0; y < picture.height; y += 1) {
    const row = picture.rgb.subarray(y * picture.width * 3, (y + 1) * picture.width * 3);
    sheet.rgb.set(row, ((top + y) * sheet.width + left) * 3);
  }
}
