import { rngFrom } from '@tintype/colour';

export type Rgb = readonly [red: number, green: number, blue: number];

/** How a surface looks: a colour, or a fade from the far to the near end, with a grain that tells its kind. */
export interface Material {
  readonly far: Rgb;
  readonly near: Rgb;
  /** Amplitude of the grain, 0..64 of 255. */
  readonly grain: number;
  /** log2 of the grain's length in pixels along x and y: water is long in x, grass in y, leaves in both. */
  readonly stretch: readonly [x: number, y: number];
}

/** A square picture being painted. Coordinates run from 0 to 1, y downwards; parts outside are cut off. */
export interface Canvas {
  readonly size: number;
  readonly rgb: Uint8ClampedArray; // [size, size, 3]
  /** Where this scene starts in the grain, so that no two share it. */
  readonly offset: number;
}

const GRAIN_SIDE = 256;
const GRAIN = makeGrain();

export function paintRect(
  canvas: Canvas,
  [left, top, right, bottom]: readonly [number, number, number, number],
  material: Material,
): void {
  const { size } = canvas;
  const [x0, x1] = [pixel(left, size), pixel(right, size)];
  const [y0, y1] = [Math.round(top * size), Math.round(bottom * size)];
  for (let y = Math.max(0, y0); y < Math.min(size, y1); y += 1) {
    paintSpan(canvas, y, x0, x1, material, (y - y0) / (y1 - y0));
  }
}

export function paintEllipse(
  canvas: Canvas,
  [cx, cy, rx, ry]: readonly [number, number, number, number],
  material: Material,
): void {
  const { size } = canvas;
  const top = Math.floor((cy - ry) * size);
  const bottom = Math.ceil((cy + ry) * size);
  for (let y = Math.max(0, top); y < Math.min(size, bottom); y += 1) {
    const dy = ((y + 0.5) / size - cy) / ry;
    const half = dy * dy < 1 ? rx * Math.sqrt(1 - dy * dy) : 0;
    paintSpan(
      canvas,
      y,
      pixel(cx - half, size),
      pixel(cx + half, size),
      material,
      (y - top) / (bottom - top),
    );
  }
}

/** A shape with level top and bottom edges: a road, a roof (an edge of no width), a shadow. */
export function paintTrapezoid(
  canvas: Canvas,
  upper: readonly [y: number, left: number, right: number],
  lower: readonly [y: number, left: number, right: number],
  material: Material,
): void {
  const { size } = canvas;
  const [y0, y1] = [Math.round(upper[0] * size), Math.round(lower[0] * size)];
  for (let y = Math.max(0, y0); y < Math.min(size, y1); y += 1) {
    const t = (y - y0) / (y1 - y0);
    const left = upper[1] + (lower[1] - upper[1]) * t;
    const right = upper[2] + (lower[2] - upper[2]) * t;
    paintSpan(canvas, y, pixel(left, size), pixel(right, size), material, t);
  }
}

/** Everything below a ridge, given as its height (y) at each of the canvas's columns. */
export function paintBelow(canvas: Canvas, ridge: Float32Array, material: Material): void {
  const { size } = canvas;
  const top = ridge.reduce((least, y) => Math.min(least, y), 1) * size;
  for (let y = Math.max(0, Math.floor(top)); y < size; y += 1) {
    const t = (y - top) / (size - top);
    for (let x = 0; x < size; x += 1) {
      const start = x;
      while (x < size && (ridge[x] ?? 1) * size <= y) x += 1;
      if (x > start) paintSpan(canvas, y, start, x, material, t);
    }
  }
}

function pixel(position: number, size: number): number {
  return Math.min(size, Math.max(0, Math.round(position * size)));
}

function paintSpan(canvas: Canvas, y: number, x0: number, x1: number, material: Material, t: number): void {
  const { rgb, size, offset } = canvas;
  const { far, near, grain, stretch } = material;
  const red = far[0] + (near[0] - far[0]) * t;
  const green = far[1] + (near[1] - far[1]) * t;
  const blue = far[2] + (near[2] - far[2]) * t;
  const row = offset + (y >> stretch[1]) * GRAIN_SIDE;
  for (let x = x0, at = (y * size + x0) * 3; x < x1; x += 1, at += 3) {
    const shade = grain * (GRAIN[(row + (x >> stretch[0])) & (GRAIN.length - 1)] ?? 0);
    rgb[at] = red + shade;
    rgb[at + 1] = green + shade;
    rgb[at + 2] = blue + shade;
  }
}

/** Noise in −1..1, the same for ever: it is part of what the generated photos are. */
function makeGrain(): Float32Array {
  const rng = rngFrom('scene-grain');
  return Float32Array.from({ length: GRAIN_SIDE * GRAIN_SIDE }, () => rng() + rng() - 1);
}
