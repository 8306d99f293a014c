/** A stream of uniform numbers in [0, 1), multiples of 2⁻³². */
export type Rng = () => number;

const ROTATIONS = [13, 15, 26, 6, 17, 29, 16, 24] as const;
const PARITY = 0x1bd11bda;

/**
 * Threefry-2x32 with 20 rounds: a bijection of the 64-bit counter for each 64-bit key.
 * Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3". `block` holds the counter and is replaced.
 */
export function threefry(block: Uint32Array, key0: number, key1: number): void {
  const keys = [key0, key1, key0 ^ key1 ^ PARITY] as const;
  let x0 = (block[0] + key0) | 0;
  let x1 = (block[1] + key1) | 0;
  for (let round = 0; round < 20; round++) {
    const rotation = ROTATIONS[round & 7];
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << rotation) | (x1 >>> (32 - rotation))) ^ x0;
    if ((round & 3) !== 3) continue;
    const injection = (round >> 2) + 1;
    x0 = (x0 + keys[injection % 3]) | 0;
    x1 = (x1 + keys[(injection + 1) % 3] + injection) | 0;
  }
  block[0] = x0;
  block[1] = x1;
}

/**
 * The stream that belongs to a key, such as ('patches', seed, photo, index).
 * The same key gives the same stream whatever was drawn elsewhere and in whatever order; 1 and '1' differ.
 * Throws when a number in the key is not finite.
 */
export function rngFrom(...key: readonly (string | number)[]): Rng {
  const [key0, key1] = digest(key);
  const block = new Uint32Array(2);
  let counter = 0;
  return () => {
    if ((counter & 1) === 0) {
      block[0] = counter / 2; // low word; the high word carries beyond 2³²
      block[1] = Math.floor(counter / 2 ** 33);
      threefry(block, key0, key1);
    }
    return block[counter++ & 1] / 2 ** 32;
  };
}

// Each pair of words encrypts the digest so far, so that order, type and length of the parts all count.
function digest(key: readonly (string | number)[]): readonly [number, number] {
  const state = new Uint32Array(2);
  for (const part of key) {
    const words = typeof part === 'number' ? wordsOfNumber(part) : wordsOfString(part);
    for (const [word0, word1] of words) threefry(state, word0, word1);
  }
  return [state[0], state[1]];
}

function wordsOfNumber(value: number): [number, number][] {
  if (!Number.isFinite(value)) {
    throw new RangeError(`rngFrom: expected finite numbers in the key, got ${value}`);
  }
  const bits = new Uint32Array(Float64Array.of(value + 0).buffer); // + 0 makes −0 and 0 one key
  return [[1, 0] as [number, number], [bits[0], bits[1]]];
}

function wordsOfString(value: string): [number, number][] {
  const words: [number, number][] = [[2, value.length]];
  const unit = (i: number): number => (i < value.length ? value.charCodeAt(i) : 0);
  for (let i = 0; i < value.length; i += 4) {
    words.push([unit(i) | (unit(i + 1) << 16), unit(i + 2) | (unit(i + 3) << 16)]);
  }
  return words;
}

/** A uniformly drawn permutation of 0 … count − 1 (Fisher–Yates; bias below count · 2⁻³²). */
export function shuffled(count: number, rng: Rng): Int32Array {
  const order = Int32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(rng() * (i + 1));
    const swapped = order[i];
    order[i] = order[j];
    order[j] = swapped;
  }
  return order;
}

/**
 * `count` draws with replacement from 0 … n − 1, each place as likely as its share of the `weights` [n]. What share
 * of them a place gets is exact to 2⁻³². Throws when no weight is positive, or one is negative or not finite.
 */
export function drawWeighted(weights: Float64Array, count: number, rng: Rng): Int32Array {
  const ends = new Float64Array(weights.length); // of the stretch that belongs to each place
  let total = 0;
  weights.forEach((weight, i) => {
    if (!(weight >= 0)) throw new RangeError(`drawWeighted: expected weights ≥ 0, got ${weight} at ${i}`);
    ends[i] = total += weight;
  });
  if (!(total > 0 && total < Infinity))
    throw new RangeError(`drawWeighted: expected a positive sum of weights, got ${total}`);
  return Int32Array.from({ length: count }, () => firstAbove(ends, rng() * total));
}

/** The place of the first of rising numbers that is greater than `value`. */
function firstAbove(rising: Float64Array, value: number): number {
  let [low, high] = [0, rising.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rising[middle] > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Standard normal numbers from uniform ones (Box–Muller; two uniforms make two normals). */
export function normalFrom(rng: Rng): Rng {
  let spare: number | undefined;
  return () => {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - rng())); // 1 − u is never 0
    const angle = 2 * Math.PI * rng();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
}
