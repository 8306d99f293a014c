import { writeFile } from 'node:fs/promises';

/** One measured figure beside what it is held against. */
export interface BenchResult {
  readonly metric: string;
  readonly value: number;
  readonly unit: string;
  /** Who else was measured in the same run; null where nobody was. */
  readonly peer: string | null;
  /** value / the peer's value. */
  readonly ratio: number | null;
  /** What the ratio, or without a peer the value, should reach, or stay below; null for figures that are only shown. */
  readonly target: number | null;
  readonly holds: boolean | null;
}

export interface Against {
  readonly peer?: string;
  /** The peer's. */
  readonly rounds?: readonly number[];
  readonly target?: number;
  /** Whether less is better. */
  readonly atMost?: boolean;
}

/** A figure, judged by its target: the median of rounds, and of the ratios of rounds to the peer's. */
export function judgeResult(
  metric: string,
  unit: string,
  rounds: readonly number[],
  against: Against = {},
): BenchResult {
  const ratios = against.rounds?.map((peer, round) => (rounds[round] ?? NaN) / peer);
  const ratio = ratios === undefined ? null : rounded(median(ratios));
  const value = rounded(median(rounds));
  const target = against.target ?? null;
  const judged = ratio ?? value;
  const holds = target === null ? null : against.atMost ? judged <= target : judged >= target;
  return { metric, value, unit, peer: against.peer ?? null, ratio, target, holds };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? NaN)) / 2;
}

/** Prints the figures as a table and, where a file is named, writes them to it. */
export async function report(results: readonly BenchResult[], file: string | undefined): Promise<void> {
  console.table(results);
  if (file !== undefined) await writeFile(file, `${JSON.stringify(results, null, 2)}\n`);
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
