import { newMemory, openFunctions, placeParts } from '../wasm/open-functions.ts';
import { writeOpponents, writeSquaredDifferences } from './rgb-code.ts';

export type Bytes = Uint8ClampedArray | Uint8Array;

/** Bytes that are summed at once: 4096 pixels, whose sums an i32 holds. */
const AT_ONCE = 3 * 4096;

/** Memory for some pixels of two pictures, and what works in it. */
interface Summer {
  readonly x: Uint8Array; // [AT_ONCE]
  readonly y: Uint8Array;
  readonly sums: Int32Array; // [5, 4]
  readonly squaredDifferences: (...given: number[]) => void;
  readonly opponents: (...given: number[]) => void;
}

let summer: Summer | null = null;

function openSummer(): Summer {
  const [x = 0, y = 0, sums = 0, end = 0] = placeParts([AT_ONCE, AT_ONCE, 80]);
  const memory = newMemory(end);
  const functions = { squaredDifferences: writeSquaredDifferences(), opponents: writeOpponents() };
  return {
    x: new Uint8Array(memory.buffer, x, AT_ONCE),
    y: new Uint8Array(memory.buffer, y, AT_ONCE),
    sums: new Int32Array(memory.buffer, sums, 20),
    ...openFunctions(functions, memory),
  };
}

/** Σ (x − y)² of bytes, exactly; y is as long as x. */
export function sumSquaredDifferences(x: Bytes, y: Bytes): number {
  const opened = (summer ??= openSummer());
  let total = 0;
  for (let from = 0; from < x.length; from += AT_ONCE) {
    const count = load(opened.x, x, from);
    load(opened.y, y, from);
    const { sums } = opened;
    opened.squaredDifferences(
      opened.x.byteOffset,
      opened.y.byteOffset,
      sums.byteOffset,
      Math.ceil(count / 16),
    );
    total += sumOf(sums, 0);
  }
  return total;
}

/** Totals of the opponent colours rg = R − G and yb = (R + G) / 2 − B of pixels, exactly. */
export interface OpponentSums {
  readonly rg: number;
  readonly yb: number;
  /** Σ |rg| and Σ |yb|. */
  readonly rgLength: number;
  readonly ybLength: number;
  /** Σ (rg² + yb²) */
  readonly squares: number;
}

export function sumOpponents(rgb: Bytes): OpponentSums {
  const opened = (summer ??= openSummer());
  const totals = [0, 0, 0, 0, 0];
  for (let from = 0; from < rgb.length; from += AT_ONCE) {
    const count = load(opened.x, rgb, from);
    opened.opponents(opened.x.byteOffset, opened.sums.byteOffset, Math.ceil(count / 12));
    for (let i = 0; i < totals.length; i++) totals[i] += sumOf(opened.sums, i);
  }
  const [rg, yb, rgLength, ybLength, squares] = totals as [number, number, number, number, number];
  return { rg, yb: yb / 2, rgLength, ybLength: ybLength / 2, squares: squares / 4 };
}

/** → how many bytes there are; behind them are zeros, which add nothing */
function load(to: Uint8Array, bytes: Bytes, from: number): number {
  const part = bytes.subarray(from, from + AT_ONCE);
  to.set(part);
  to.fill(0, part.length);
  return part.length;
}

function sumOf(sums: Int32Array, which: number): number {
  return sums[4 * which] + sums[4 * which + 1] + sums[4 * which + 2] + sums[4 * which + 3];
}
