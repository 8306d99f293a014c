import type { Data } from 'apache-arrow';

import { readIpcFile } from './ipc-file.ts';
import { usageTable } from './tables.ts';

/** Consecutive rows of a usage table that have one class. */
export interface UsageRun {
  readonly class: string;
  readonly a: Int16Array;
  readonly b: Int16Array;
  readonly count: Uint32Array;
}

/**
 * The rows of a usage table class by class, as views of `bytes`. Rows of one class lie together, so its name is read
 * once for all of them: reading it for each is most of what decoding the table takes.
 */
export function decodeUsageRuns(bytes: Uint8Array, from: string): readonly UsageRun[] {
  const file = readIpcFile(bytes, from);
  usageTable.check(file.schema, from);
  const [names = [], a = [], b = [], count = []] = ['class', 'a', 'b', 'count'].map(
    (column) => file.getChild(column)?.data,
  );
  return names.flatMap((chunk, i) =>
    runsOf(chunk).map(({ text, start, end }) => ({
      class: text,
      a: valuesOf<Int16Array>(a[i]).subarray(start, end),
      b: valuesOf<Int16Array>(b[i]).subarray(start, end),
      count: valuesOf<Uint32Array>(count[i]).subarray(start, end),
    })),
  );
}

/** `check` has said that the column holds such numbers. */
function valuesOf<A>(chunk: Data | undefined): A {
  return chunk?.values as A;
}

interface Run {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Texts that follow each other and are equal. */
function runsOf({ length, values, valueOffsets }: Data): readonly Run[] {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const bytesAt = (row: number): Uint8Array => values.subarray(valueOffsets[row], valueOffsets[row + 1]);
  const runs: Run[] = [];
  for (let start = 0; start < length;) {
    const first = bytesAt(start);
    let end = start + 1;
    while (end < length && sameBytes(values, valueOffsets[end], valueOffsets[end + 1], first)) end++;
    runs.push({ text: decoder.decode(first), start, end });
    start = end;
  }
  return runs;
}

function sameBytes(values: Uint8Array, from: number, to: number, expected: Uint8Array): boolean {
  if (to - from !== expected.length) return false;
  for (let i = 0; i < expected.length; i++) if (values[from + i] !== expected[i]) return false;
  return true;
}
