import { type Code, f64, f64x2, i32, i32x4, v128 } from '../wasm/ops.ts';
import { type Body, step, writeFunction, type WrittenFunction } from '../wasm/write-function.ts';
import { WHITE_X, WHITE_Z } from './lab.ts';
import { LAB_CURVE } from './lab-curve.ts';

/** How a colour that the screen cannot show loses chroma. */
export interface ShowLimits {
  /** XYZ → linear RGB, row by row. */
  readonly matrix: readonly number[];
  /** Linear light may be so far outside 0..1. */
  readonly tolerance: number;
  /** Chroma beyond this is never shown. */
  readonly mostChroma: number;
  /** How often the share of the chroma that is shown is halved. */
  readonly halvings: number;
}

/** Addresses of the tables that make bytes of linear light, and the cells of `guess` between 0 and 1. */
export interface ByteTables {
  readonly guess: number; // u8 [cells + 1]
  readonly threshold: number; // f64 [257]
  readonly cells: number;
}

type Rgb = readonly [Code, Code, Code];

/** Two colours: fy and the light Y of each, its a and its b. */
interface TwoColours {
  readonly fy: Code;
  readonly light: Code;
  readonly a: Code;
  readonly b: Code;
}

/**
 * `writeSrgb` in doubles, two pixels at a time: (addresses of L, f32, of ab, f32, of the bytes, of what is told, number of
 * pairs). Told are, in i32x4, minus the pixels that sRGB cannot show, in lanes 0 and 2, and behind it, in a vector, where
 * a colour was not finite.
 */
export function writeShow(limits: ShowLimits, tables: ByteTables): WrittenFunction {
  return writeFunction(['i32', 'i32', 'i32', 'i32', 'i32'], (body, lightness, ab, bytes, told, pairs) => {
    const outsideCount = body.variable('v128', i32x4.constant(0));
    const endless = body.variable('v128', i32x4.constant(0));
    body.repeat(pairs.value, () => {
      const colours = readColours(body, lightness.value, ab.value);
      const rgb = writeRgb(body, colours, limits).map((channel) => body.variable('v128', channel));
      const values = rgb.map(({ value }) => value);
      const outside = body.keep('v128', v128.not(isInside(values, limits.tolerance)));
      body.when(v128.any(outside), () => {
        outsideCount.set(i32x4.add(outsideCount.value, outside));
        endless.set(v128.or(endless.value, isEndless(colours)));
        const reduced = writeRgb(body, reduce(body, colours, limits), limits);
        rgb.forEach((channel, c) =>
          channel.set(v128.select(outside, reduced[c as 0 | 1 | 2], channel.value)),
        );
      });
      values.forEach((channel, c) => storeBytes(body, channel, bytes.value, c, tables));
      step(lightness, 8);
      step(ab, 16);
      step(bytes, 6);
    });
    body.run(v128.store(told.value, outsideCount.value));
    body.run(v128.store(i32.add(told.value, i32.constant(16)), endless.value));
  });
}

function readColours(body: Body, lightness: Code, ab: Code): TwoColours {
  const pair = body.keep('v128', v128.load(ab)); // a, b, a, b
  const L = f64x2.least(
    f64x2.constant(100),
    f64x2.most(f64x2.constant(0), f64x2.fromFloats(v128.loadPair(lightness))),
  );
  const fy = body.keep('v128', f64x2.mul(f64x2.add(L, f64x2.constant(16)), f64x2.constant(1 / 116)));
  return {
    fy,
    light: body.keep('v128', inverseCurve(body, fy)),
    a: body.keep('v128', f64x2.fromFloats(v128.shuffle(pair, pair, [0, 2, 0, 2]))),
    b: body.keep('v128', f64x2.fromFloats(v128.shuffle(pair, pair, [1, 3, 1, 3]))),
  };
}

/** Linear light, as `writeLinear`. */
function writeRgb(body: Body, { fy, light, a, b }: TwoColours, { matrix: m }: ShowLimits): Rgb {
  const { add, sub, mul, constant } = f64x2;
  const x = body.keep('v128', mul(constant(WHITE_X), inverseCurve(body, add(fy, mul(a, constant(1 / 500))))));
  const z = body.keep('v128', mul(constant(WHITE_Z), inverseCurve(body, sub(fy, mul(b, constant(1 / 200))))));
  const channel = (row: 0 | 3 | 6) => {
    const [byX, byY, byZ] = [m[row], m[row + 1], m[row + 2]].map(constant) as [Code, Code, Code];
    return body.keep('v128', add(add(mul(byX, x), mul(byY, light)), mul(byZ, z)));
  };
  return [channel(0), channel(3), channel(6)];
}

/** `inverseLabCurve` of two. */
function inverseCurve(body: Body, value: Code): Code {
  const { sub, mul, constant } = f64x2;
  const f = body.keep('v128', value);
  const line = mul(sub(f, constant(LAB_CURVE.offset)), constant(1 / LAB_CURVE.slope));
  return v128.select(f64x2.greater(f, constant(LAB_CURVE.rootAtJoint)), mul(mul(f, f), f), line);
}

/** Where all channels are at most so far outside 0..1; nowhere for what is not a number. */
function isInside(rgb: readonly Code[], by: number): Code {
  const inside = rgb.map((channel) =>
    v128.and(f64x2.atLeast(channel, f64x2.constant(-by)), f64x2.atMost(channel, f64x2.constant(1 + by))),
  );
  return inside.reduce((all, channel) => v128.and(all, channel));
}

/** Where a colour is not finite: what is infinite or no number differs from 0 when it is taken from itself. */
function isEndless({ fy, a, b }: TwoColours): Code {
  const [sum, again] = [0, 1].map(() => f64x2.add(f64x2.add(fy, a), b)) as [Code, Code];
  return f64x2.differs(f64x2.sub(sum, again), f64x2.constant(0));
}

/** The colours with the chroma that sRGB can show, found by halving. */
function reduce(body: Body, colours: TwoColours, limits: ShowLimits): TwoColours {
  const { add, mul, div, least, sqrt, constant } = f64x2;
  const { a, b } = colours;
  const chroma = sqrt(add(mul(a, a), mul(b, b)));
  const outside = body.variable('v128', least(constant(1), div(constant(limits.mostChroma), chroma)));
  const inside = body.variable('v128', constant(0));
  const scaled = (share: Code) => ({
    ...colours,
    a: body.keep('v128', mul(a, share)),
    b: body.keep('v128', mul(b, share)),
  });
  body.repeat(i32.constant(limits.halvings), () => {
    const middle = body.keep('v128', mul(add(inside.value, outside.value), constant(0.5)));
    const isIn = body.keep('v128', isInside(writeRgb(body, scaled(middle), limits), 0));
    inside.set(v128.select(isIn, middle, inside.value));
    outside.set(v128.select(isIn, outside.value, middle));
  });
  return scaled(inside.value);
}

/** A guess, which may be one too low. */
function storeBytes(body: Body, linear: Code, bytes: Code, c: number, tables: ByteTables): void {
  const limited = f64x2.most(f64x2.constant(0), f64x2.least(f64x2.constant(1), linear));
  const clamped = body.keep('v128', limited);
  const cells = body.keep('v128', i32x4.fromDoubles(f64x2.mul(clamped, f64x2.constant(tables.cells))));
  for (const pixel of [0, 1] as const) {
    const guess = body.keep('i32', i32.load(1, i32x4.lane(cells, pixel), tables.guess));
    const next = f64.load(i32.shiftLeft(guess, i32.constant(3)), tables.threshold + 8);
    const more = f64.atLeast(f64x2.lane(clamped, pixel), next);
    body.run(i32.store(1, bytes, i32.add(guess, more), 3 * pixel + c));
  }
}
