import { assertTriples } from './lab.ts';

const LEVELS = 101;

// Sums are whole thousandths of an ab unit: integers in a Float64Array are exact up to 2⁵³, enough for 8·10¹⁰ pixels,
// so totals do not depend on the order in which photos are merged.
const UNITS = 1000;

/** Pixels and ab totals for each whole lightness 0..100. */
export interface LightnessStatistics {
  readonly count: Float64Array; // [101]
  readonly sumA: Float64Array; // [101], thousandths of an ab unit
  readonly sumB: Float64Array; // [101], thousandths of an ab unit
}

/** Level of a lightness: rounded, clamped to 0..100. */
function levelOf(L: number): number {
  return Math.min(LEVELS - 1, Math.max(0, Math.round(L)));
}

function emptyStatistics(): LightnessStatistics {
  return {
    count: new Float64Array(LEVELS),
    sumA: new Float64Array(LEVELS),
    sumB: new Float64Array(LEVELS),
  };
}

/** Adds the pixels of Lab [n, 3] to `into`, which is returned. */
export function countLightness(lab: Float32Array, into = emptyStatistics()): LightnessStatistics {
  assertTriples('countLightness', lab);
  for (let i = 0; i < lab.length; i += 3) {
    const level = levelOf(lab[i]);
    add(into.count, level, 1);
    add(into.sumA, level, Math.round(UNITS * lab[i + 1]));
    add(into.sumB, level, Math.round(UNITS * lab[i + 2]));
  }
  return into;
}

function add(values: Float64Array, at: number, amount: number): void {
  values[at] = values[at] + amount;
}

/** Totals of all parts together, exactly. */
export function mergeLightness(parts: readonly LightnessStatistics[]): LightnessStatistics {
  const total = emptyStatistics();
  for (const part of parts) {
    for (let level = 0; level < LEVELS; level++) {
      add(total.count, level, part.count[level]);
      add(total.sumA, level, part.sumA[level]);
      add(total.sumB, level, part.sumB[level]);
    }
  }
  return total;
}

/** Mean colour of all pixels, ab units. Throws when there is none. */
export function meanAb(statistics: LightnessStatistics): readonly [a: number, b: number] {
  const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
  const pixels = sum(statistics.count);
  if (pixels === 0) throw new Error('meanAb: expected at least one pixel, got none');
  return [sum(statistics.sumA) / UNITS / pixels, sum(statistics.sumB) / UNITS / pixels];
}

/**
 * Mean ab for each whole lightness, [101, 2]. A lightness without pixels takes the nearest one that has some (the darker
 * of two). Throws when there is no pixel at all.
 */
export function meanAbPerLightness(statistics: LightnessStatistics): Float32Array {
  const { count, sumA, sumB } = statistics;
  const table = new Float32Array(2 * LEVELS);
  for (let level = 0; level < LEVELS; level++) {
    const filled = nearestFilled(count, level);
    const pixels = count[filled];
    table[2 * level] = sumA[filled] / UNITS / pixels;
    table[2 * level + 1] = sumB[filled] / UNITS / pixels;
  }
  return table;
}

function nearestFilled(count: Float64Array, level: number): number {
  for (let distance = 0; distance < LEVELS; distance++) {
    if ((count[level - distance] ?? 0) > 0) return level - distance;
    if ((count[level + distance] ?? 0) > 0) return level + distance;
  }
  throw new Error('meanAbPerLightness: expected at least one pixel, got none');
}

/** One colour for every pixel, ab [pixels, 2]. */
export function predictMean(mean: readonly [a: number, b: number], pixels: number): Float32Array {
  return Float32Array.from({ length: 2 * pixels }, (_, i) => mean[i % 2]);
}

/** Lightness [n] and a table [101, 2] as meanAbPerLightness makes it → ab [n, 2]. */
export function predictPerLightness(lightness: Float32Array, table: Float32Array): Float32Array {
  if (table.length !== 2 * LEVELS) {
    throw new RangeError(`predictPerLightness: expected a table [${LEVELS}, 2], got ${table.length} values`);
  }
  const ab = new Float32Array(2 * lightness.length);
  for (let pixel = 0; pixel < lightness.length; pixel++) {
    const level = levelOf(lightness[pixel]);
    ab[2 * pixel] = table[2 * level];
    ab[2 * pixel + 1] = table[2 * level + 1];
  }
  return ab;
}
