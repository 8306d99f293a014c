import { WHITE_X, WHITE_Z } from '../lab/lab.ts';
import { LAB_CURVE } from '../lab/lab-curve.ts';
import { SHOW_LIMITS } from '../lab/lab-to-srgb.ts';
import { rgbOfXyz, type RgbSpace } from '../lab/rgb-space.ts';
import { type Code, f32x4, i32, i32x4, v128 } from '../wasm/ops.ts';
import { type Body, step, writeFunction, type WrittenFunction } from '../wasm/write-function.ts';
import { LEVELS } from './colour-lattice.ts';
import { curveOfFour, lightOfFour } from './light-code.ts';
import type { PixelMemory } from './pixel-memory.ts';

/** Bytes of what the columns of four pixels say: addresses of the cells left and right of them, shares of the right. */
export const COLUMNS_BYTES = 48;
/** Bytes of a and b at a level. */
const LEVEL_BYTES = 3; // as a shift: 8
/** The share of a chroma that is still shown is found to 2⁻¹⁴: below .01 units of ab. */
const HALVINGS = 14;

/** A vector for each of red, green and blue. */
type Rgb = readonly [Code, Code, Code];

/** Four colours of Lab: the light Y, fy, and what is added to it for fx, and taken away for fz. */
interface FourColours {
  readonly light: Code;
  readonly fy: Code;
  readonly da: Code;
  readonly db: Code;
}

/**
 * Paints pixels, four at a time: (address of the samples, address of what their columns say, number of fours,
 * saturation / 500, saturation / 200). The cells, [across, LEVELS, 2], are those of the pixels' row.
 */
export function writePaint(of: PixelMemory, channels: 3 | 4, space: RgbSpace): WrittenFunction {
  return writeFunction(['i32', 'i32', 'i32', 'f32', 'f32'], (body, samples, columns, fours, a, b) => {
    const [scaleA, scaleB] = [a, b].map(({ value }) => body.keep('v128', f32x4.splat(value))) as [Code, Code];
    body.repeat(fours.value, () => {
      const light = lightOfFour(body, samples.value, channels, of);
      const fy = curveOfFour(body, light, of);
      const [cellA, cellB] = readCells(body, fy, columns.value);
      const da = body.keep('v128', f32x4.mul(cellA, scaleA));
      const db = body.keep('v128', f32x4.mul(cellB, scaleB));
      storeSamples(body, fittingRgb(body, { light, fy, da, db }, space), samples.value, channels, of);
      step(samples, 4 * channels * of.bytes);
      step(columns, COLUMNS_BYTES);
    });
  });
}

/** a and b of four pixels, between the cells left and right of each and between two levels of lightness. */
function readCells(body: Body, fy: Code, columns: Code): readonly [Code, Code] {
  const top = LEVELS - 1;
  const height = body.keep(
    'v128', // (1.16 · fy − .16) · top
    f32x4.sub(f32x4.mul(fy, f32x4.constant(1.16 * top)), f32x4.constant(0.16 * top)),
  );
  const limited = i32x4.least(i32x4.fromFloats(height), i32x4.constant(top - 1));
  const level = body.keep('v128', i32x4.most(limited, i32x4.constant(0)));
  const up = body.keep('v128', f32x4.sub(height, f32x4.fromInts(level)));
  const offset = body.keep('v128', i32x4.shiftLeft(level, i32.constant(LEVEL_BYTES)));
  const [lefts, rights] = [0, 16].map((at) =>
    body.keep('v128', i32x4.add(v128.load(columns, at), offset)),
  ) as [Code, Code];
  const mixed = [0, 1, 2, 3].map((lane) => {
    const left = body.keep('v128', v128.load(i32x4.lane(lefts, lane))); // a, b, and those of the level above
    const right = v128.load(i32x4.lane(rights, lane));
    const share = v128.loadSplat(columns, 32 + 4 * lane);
    return body.keep('v128', mix(left, right, share));
  }) as [Code, Code, Code, Code];
  const [low, high] = [mixed.slice(0, 2), mixed.slice(2)].map(([x = [], y = []]) => [
    body.keep('v128', v128.shuffle(x, y, [0, 4, 2, 6])), // a, a, a above, a above
    body.keep('v128', v128.shuffle(x, y, [1, 5, 3, 7])),
  ]) as [[Code, Code], [Code, Code]];
  const between = (c: 0 | 1) => {
    const here = body.keep('v128', v128.shuffle(low[c], high[c], [0, 1, 4, 5]));
    return mix(here, v128.shuffle(low[c], high[c], [2, 3, 6, 7]), up);
  };
  return [between(0), between(1)];
}

/** Linear red, green and blue; colours that the space cannot show lose chroma until they fit. */
function fittingRgb(body: Body, colours: FourColours, space: RgbSpace): readonly Code[] {
  const rgb = writeRgb(body, colours, space).map((channel) => body.variable('v128', channel));
  const outside = body.keep(
    'v128',
    isOutside(
      rgb.map(({ value }) => value),
      SHOW_LIMITS.tolerance,
    ),
  );
  body.when(v128.any(outside), () => {
    const share = v128.select(outside, findShare(body, colours, space), f32x4.constant(1));
    writeRgb(body, scaled(body, colours, body.keep('v128', share)), space).forEach((channel, c) =>
      rgb[c]?.set(channel),
    );
  });
  return rgb.map(({ value }) => value);
}

/** The share of each chroma up to which it is shown, by halving. */
function findShare(body: Body, colours: FourColours, space: RgbSpace): Code {
  const inside = body.variable('v128', f32x4.constant(0));
  const outside = body.variable('v128', f32x4.constant(1));
  body.repeat(i32.constant(HALVINGS), () => {
    const sum = f32x4.add(inside.value, outside.value);
    const middle = body.keep('v128', f32x4.mul(sum, f32x4.constant(0.5)));
    const rgb = writeRgb(body, scaled(body, colours, middle), space);
    const isOut = body.keep('v128', isOutside(rgb, 0));
    outside.set(v128.select(isOut, middle, outside.value));
    inside.set(v128.select(isOut, inside.value, middle));
  });
  return inside.value;
}

function scaled(body: Body, { da, db, ...colours }: FourColours, share: Code): FourColours {
  const [a, b] = [da, db].map((chroma) => body.keep('v128', f32x4.mul(chroma, share))) as [Code, Code];
  return { ...colours, da: a, db: b };
}

function writeRgb(body: Body, { light, fy, da, db }: FourColours, space: RgbSpace): Rgb {
  const m = rgbOfXyz(space);
  const x = inverseCurve(body, f32x4.add(fy, da));
  const z = inverseCurve(body, f32x4.sub(fy, db));
  const channel = (row: 0 | 3 | 6) => {
    const [byX, byY, byZ] = [m[row] * WHITE_X, m[row + 1], m[row + 2] * WHITE_Z].map(f32x4.constant) as [
      Code,
      Code,
      Code,
    ];
    const sum = f32x4.add(f32x4.mul(byX, x), f32x4.mul(byY, light));
    return body.keep('v128', f32x4.add(sum, f32x4.mul(byZ, z)));
  };
  return [channel(0), channel(3), channel(6)];
}

/** `inverseLabCurve` of four. */
function inverseCurve(body: Body, value: Code): Code {
  const f = body.keep('v128', value);
  const line = f32x4.mul(f32x4.sub(f, f32x4.constant(LAB_CURVE.offset)), f32x4.constant(1 / LAB_CURVE.slope));
  const isCube = f32x4.greater(f, f32x4.constant(LAB_CURVE.rootAtJoint));
  return body.keep('v128', v128.select(isCube, f32x4.mul(f32x4.mul(f, f), f), line));
}

/** Where any channel is farther outside 0..1 than allowed. */
function isOutside([red = [], green = [], blue = []]: readonly Code[], by: number): Code {
  const least = f32x4.least(f32x4.least(red, green), blue);
  const most = f32x4.most(f32x4.most(red, green), blue);
  return v128.or(f32x4.less(least, f32x4.constant(-by)), f32x4.greater(most, f32x4.constant(1 + by)));
}

function storeSamples(
  body: Body,
  rgb: readonly Code[],
  samples: Code,
  channels: 3 | 4,
  { bytes, encoded, cells }: PixelMemory,
): void {
  rgb.forEach((linear, c) => {
    const clamped = f32x4.most(f32x4.least(linear, f32x4.constant(1)), f32x4.constant(0));
    const place = f32x4.add(f32x4.mul(clamped, f32x4.constant(cells)), f32x4.constant(0.5));
    const cell = body.keep('v128', i32x4.fromFloats(place));
    for (const pixel of [0, 1, 2, 3]) {
      const lane = i32x4.lane(cell, pixel);
      const at = bytes === 1 ? lane : i32.shiftLeft(lane, i32.constant(1));
      body.run(i32.store(bytes, samples, i32.load(bytes, at, encoded), (pixel * channels + c) * bytes));
    }
  });
}

/** The row between two rows of cells: (address of the upper, of the lower, of the result, number of fours, share of the lower). */
export function writeMixRows(): WrittenFunction {
  return writeFunction(['i32', 'i32', 'i32', 'i32', 'f32'], (body, upper, lower, to, fours, part) => {
    const share = body.keep('v128', f32x4.splat(part.value));
    body.repeat(fours.value, () => {
      const above = body.keep('v128', v128.load(upper.value));
      body.run(v128.store(to.value, mix(above, v128.load(lower.value), share)));
      for (const address of [upper, lower, to]) step(address, 16);
    });
  });
}

/** x + (y − x) · share; reads x twice. */
function mix(x: Code, y: Code, share: Code): Code {
  return f32x4.add(x, f32x4.mul(f32x4.sub(y, x), share));
}
