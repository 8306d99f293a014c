import { type Code, f32x4, f64x2, i32, i32x4, v128 } from '../wasm/ops.ts';
import {
  type Body,
  step,
  type Variable,
  writeFunction,
  type WrittenFunction,
} from '../wasm/write-function.ts';

/** Bytes of a bin, its a and b in doubles. */
export const BIN_BYTES = 16;

/** The table of `fallingExp`, f64: entries for each unit, and where it ends with 0. */
export interface FallTable {
  readonly address: number;
  readonly cells: number;
  readonly end: number;
}

/** The greatest of each row of logits, two rows at a time: (addresses of the logits, of the results, f32, number of pairs). */
export function writeFindHighest(bins: number): WrittenFunction {
  return writeFunction(['i32', 'i32', 'i32'], (body, logits, to, pairs) =>
    body.repeat(pairs.value, () => {
      const highest = body.variable('v128', readPair(logits.value, bins));
      body.repeat(i32.constant(bins), () => {
        const pair = body.keep('v128', readPair(logits.value, bins));
        highest.set(f32x4.most(highest.value, pair));
        step(logits, 4);
      });
      body.run(v128.storePair(to.value, highest.value));
      step(logits, 4 * bins);
      step(to, 8);
    }),
  );
}

/**
 * Annealed means, two rows at a time: (addresses of the logits, of the highest of each row, of 1 / T, f64, of the bins, of
 * the results, f32 [n, 2], of the sums Σ exp((z − highest) / T), f64, number of pairs).
 */
export function writeAnneal(bins: number, table: FallTable): WrittenFunction {
  return writeFunction(
    ['i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32'],
    (body, logits, highest, sharpness, centres, to, sums, pairs) => {
      const sharp = body.keep('v128', v128.loadDouble(sharpness.value));
      body.repeat(pairs.value, () => {
        const top = body.keep('v128', f64x2.fromFloats(v128.loadPair(highest.value)));
        const [sum, a, b] = [0, 0, 0].map((zero) => body.variable('v128', f64x2.constant(zero))) as [
          Variable,
          Variable,
          Variable,
        ];
        const bin = body.variable('i32', centres.value);
        body.repeat(i32.constant(bins), () => {
          const logit = f64x2.fromFloats(readPair(logits.value, bins));
          const x = body.keep('v128', f64x2.mul(f64x2.sub(top, logit), sharp));
          const isBeyond = f64x2.atLeast(x, f64x2.constant(table.end));
          body.when(v128.any(v128.not(isBeyond)), () => {
            const share = body.keep('v128', fallingExpOfTwo(body, x, table));
            sum.set(f64x2.add(sum.value, share));
            a.set(f64x2.add(a.value, f64x2.mul(share, v128.loadDouble(bin.value))));
            b.set(f64x2.add(b.value, f64x2.mul(share, v128.loadDouble(bin.value, 8))));
          });
          step(logits, 4);
          step(bin, BIN_BYTES);
        });
        const [meanA, meanB] = [a, b].map(({ value }) => f32x4.fromDoubles(f64x2.div(value, sum.value)));
        body.run(v128.store(to.value, v128.shuffle(meanA ?? [], meanB ?? [], [0, 4, 1, 5])));
        body.run(v128.store(sums.value, sum.value));
        step(logits, 4 * bins); // the second row
        step(highest, 8);
        for (const address of [to, sums]) step(address, 16);
      });
    },
  );
}

/** `fallingExp`; beyond the end the table says 0. */
function fallingExpOfTwo(body: Body, x: Code, { address, cells, end }: FallTable): Code {
  const { sub, mul, constant, least } = f64x2;
  const place = body.keep('v128', mul(least(x, constant(end)), constant(cells)));
  const cell = body.keep('v128', i32x4.fromDoubles(place));
  const rest = body.keep('v128', mul(sub(place, f64x2.fromInts(cell)), constant(1 / cells)));
  const at = ([0, 1] as const).map((lane) => i32.shiftLeft(i32x4.lane(cell, lane), i32.constant(3)));
  const entries = v128.loadDoubleLane(at[1] ?? [], v128.loadDouble(at[0] ?? [], address), 1, address);
  const falls = sub(constant(1), mul(rest, sub(constant(1), mul(rest, constant(0.5)))));
  return mul(entries, falls);
}

/** A logit of a row and the one of the next row, in lanes 0 and 1. */
function readPair(logits: Code, bins: number): Code {
  return v128.loadFloatLane(logits, v128.loadSplat(logits), 1, 4 * bins);
}
