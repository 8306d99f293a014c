import { newMemory, openFunctions, placeParts } from '../wasm/open-functions.ts';
import { BIN_BYTES, writeAnneal, writeFindHighest } from './anneal-code.ts';
import { FALL_CELLS, FALL_END, FALL_TABLE } from './falling-exp.ts';
import { binCount, type Gamut } from './gamut.ts';

/** Logits that are looked at while they lie in a core's fast memory, bytes. */
const AT_ONCE = 1 << 17;

/** Memory for some rows of logits over the bins of a gamut, and what works in it. */
interface Annealer {
  readonly rows: number;
  readonly logits: Float32Array; // [rows, Q]
  readonly highest: Float32Array; // [rows]
  readonly sharpness: Float64Array; // [1]
  readonly means: Float32Array; // [rows, 2]
  readonly sums: Float64Array; // [rows]
  /** Address of the bins. */
  readonly centres: number;
  readonly findHighest: (...given: number[]) => void;
  readonly anneal: (...given: number[]) => void;
}

const annealers = /* @__PURE__ */ new WeakMap<Gamut, Annealer>();

function annealerFor(gamut: Gamut): Annealer {
  const known = annealers.get(gamut);
  if (known !== undefined) return known;
  const made = openAnnealer(gamut);
  annealers.set(gamut, made);
  return made;
}

function openAnnealer(gamut: Gamut): Annealer {
  const bins = binCount(gamut);
  const rows = 2 * Math.max(1, Math.floor(AT_ONCE / (8 * bins)));
  const sizes = [4 * rows * bins, 4 * rows, 8, 8 * rows, 8 * rows, BIN_BYTES * bins, FALL_TABLE.byteLength];
  const addresses = placeParts(sizes);
  const [logits = 0, highest = 0, sharpness = 0, means = 0, sums = 0, centres = 0, table = 0, end = 0] =
    addresses;
  const memory = newMemory(end);
  new Float64Array(memory.buffer, centres, 2 * bins).set(gamut.bins);
  new Float64Array(memory.buffer, table, FALL_TABLE.length).set(FALL_TABLE);
  const functions = {
    findHighest: writeFindHighest(bins),
    anneal: writeAnneal(bins, { address: table, cells: FALL_CELLS, end: FALL_END }),
  };
  return {
    ...{ rows, centres },
    logits: new Float32Array(memory.buffer, logits, rows * bins),
    highest: new Float32Array(memory.buffer, highest, rows),
    sharpness: new Float64Array(memory.buffer, sharpness, 1),
    means: new Float32Array(memory.buffer, means, 2 * rows),
    sums: new Float64Array(memory.buffer, sums, rows),
    ...openFunctions(functions, memory),
  };
}

/** What is found of some rows of logits at a temperature. */
export interface Annealed {
  readonly temperature: number;
  readonly means: Float32Array; // [n, 2]
  /** Σ exp((z − highest) / T) */
  readonly sums: Float64Array; // [n]
}

/** Writes the annealed means of logits [n, Q] at some temperatures, above 0, and the highest logit of each row, [n]. */
export function annealRows(
  logits: Float32Array,
  gamut: Gamut,
  results: readonly Annealed[],
  highest: Float32Array,
): void {
  const annealer = annealerFor(gamut);
  const bins = binCount(gamut);
  for (let first = 0; first < highest.length; first += annealer.rows) {
    const end = Math.min(highest.length, first + annealer.rows);
    annealer.logits.set(logits.subarray(first * bins, end * bins));
    highest.set(findHighest(annealer, end - first), first);
    for (const { temperature, means, sums } of results) {
      annealSome(annealer, temperature, end - first);
      means.set(annealer.means.subarray(0, 2 * (end - first)), 2 * first);
      sums.set(annealer.sums.subarray(0, end - first), first);
    }
  }
}

/** Rows go in pairs: a last one without another has some row beside it that nobody reads. */
function findHighest({ logits, highest, findHighest: find }: Annealer, rows: number): Float32Array {
  find(logits.byteOffset, highest.byteOffset, Math.ceil(rows / 2));
  return highest.subarray(0, rows);
}

function annealSome(annealer: Annealer, temperature: number, rows: number): void {
  const { logits, highest, sharpness, centres, means, sums, anneal } = annealer;
  sharpness[0] = 1 / temperature;
  const [from, top, sharp, to, totals] = [logits, highest, sharpness, means, sums].map(
    ({ byteOffset }) => byteOffset,
  ) as [number, number, number, number, number];
  anneal(from, top, sharp, centres, to, totals, Math.ceil(rows / 2));
}
