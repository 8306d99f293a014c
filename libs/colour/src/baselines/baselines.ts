/** Whole lightnesses 0..100. */
export const LEVELS = 101;

// Sums are whole thousandths of an ab unit: integers in a Float64Array are exact up to 2⁵³, enough for 8·10¹⁰ pixels,
// so totals do not depend on the order in which photos are merged.
export const UNITS = 1000;

/** Pixels and ab totals for each level of something that a baseline looks up: whole lightness 0..100, or image row. */
export interface ColourSums {
  readonly count: Float64Array; // [levels]
  readonly sumA: Float64Array; // [levels], thousandths of an ab unit
  readonly sumB: Float64Array; // [levels], thousandths of an ab unit
}

/** Level of a lightness: rounded, clamped to 0..100. */
export function levelOf(L: number): number {
  return Math.min(LEVELS - 1, Math.max(0, roundHalfUp(L)));
}

export function emptySums(levels: number): ColourSums {
  const zeros = (): Float64Array => new Float64Array(levels);
  return { count: zeros(), sumA: zeros(), sumB: zeros() };
}

/** As Math.round, which takes five times as long; of float32 values and their thousandfold the two agree. */
function roundHalfUp(value: number): number {
  return Math.floor(value + 0.5);
}

/** Totals of all parts together, exactly. Throws when parts differ in levels: were images of different sizes mixed? */
export function mergeSums(parts: readonly ColourSums[]): ColourSums {
  const total = emptySums(parts[0]?.count.length ?? 0);
  for (const part of parts) {
    if (part.count.length !== total.count.length) {
      throw new RangeError(`mergeSums: expected ${total.count.length} levels, got ${part.count.length}`);
    }
    for (let level = 0; level < total.count.length; level++) {
      total.count[level] += part.count[level];
      total.sumA[level] += part.sumA[level];
      total.sumB[level] += part.sumB[level];
    }
  }
  return total;
}

/** Mean colour of all pixels, ab units. Throws when there is none. */
export function meanAb(sums: ColourSums): readonly [a: number, b: number] {
  const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
  const pixels = sum(sums.count);
  if (pixels === 0) throw new Error('meanAb: expected at least one pixel, got none');
  return [sum(sums.sumA) / UNITS / pixels, sum(sums.sumB) / UNITS / pixels];
}

/**
 * Mean ab for each level, [levels, 2]. A level without pixels takes the nearest one that has some (the lower of two).
 * Throws when there is no pixel at all.
 */
export function meanAbPerLevel({ count, sumA, sumB }: ColourSums): Float32Array {
  if (count.length === 0) throw new Error('meanAbPerLevel: expected at least one pixel, got none');
  const table = new Float32Array(2 * count.length);
  for (let level = 0; level < count.length; level++) {
    const filled = nearestFilled(count, level);
    const pixels = count[filled];
    table[2 * level] = sumA[filled] / UNITS / pixels;
    table[2 * level + 1] = sumB[filled] / UNITS / pixels;
  }
  return table;
}

/** The level with pixels that is nearest to `level`, the lower of two. */
export function nearestFilled(count: Float64Array, level: number): number {
  for (let distance = 0; distance < count.length; distance++) {
    if ((count[level - distance] ?? 0) > 0) return level - distance;
    if ((count[level + distance] ?? 0) > 0) return level + distance;
  }
  throw new Error('nearestFilled: expected at least one pixel, got none');
}

/** One colour for every pixel, ab [pixels, 2]. */
export function predictMean(mean: readonly [a: number, b: number], pixels: number): Float32Array {
  const ab = new Float32Array(2 * pixels);
  for (let i = 0; i < ab.length; i += 2) {
    ab[i] = mean[0];
    ab[i + 1] = mean[1];
  }
  return ab;
}

/** Lightness [n] and a table of ab per lightness [101, 2] → ab [n, 2]. */
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

/** A table of ab per row [height, 2] → the ab of an image, [height · width, 2]. */
export function predictPerRow(table: Float32Array, width: number): Float32Array {
  const ab = new Float32Array(table.length * width);
  for (let i = 0, row = 0; i < ab.length; row += 2)
    for (const end = i + 2 * width; i < end; i += 2) {
      ab[i] = table[row];
      ab[i + 1] = table[row + 1];
    }
  return ab;
}
