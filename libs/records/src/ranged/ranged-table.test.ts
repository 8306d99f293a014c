import { describe, expect, it } from '@jest/globals';
import {
  Bool,
  Float64,
  Int64,
  RecordBatchFileWriter,
  Table as ArrowTable,
  Utf8,
  vectorFromArray,
} from 'apache-arrow';

import { openTable, tallyColumn } from '../open-table.ts';
import { imagesTable, patchesTable, photosTable, usageTable } from '../tables.ts';
import { computeStatistics } from '../tally.ts';
import { openRangedTable, type RangedTable } from './ranged-table.ts';
import { tallyRangedColumn } from './tally-ranged.ts';

const NAMES = ['plain.jpg', '', 'ü/ö.png', '<img src=x onerror=alert(1)>.jpg', 'last'];
const photos = photosTable.encode({
  photo: NAMES.map((_, i) => String(i).repeat(64)),
  path: NAMES,
  class: NAMES.map((_, i) => 'c'.repeat(i)),
  width: NAMES.map((_, i) => 10 * i),
  height: NAMES.map((_, i) => 100 - i),
  format: NAMES.map(() => 'jpeg'),
  bytes: NAMES.map((_, i) => 1.5 * i),
  split: NAMES.map(() => 'train' as const),
  status: NAMES.map(() => 'kept' as const),
  reason: NAMES.map(() => ''),
});

/** Opens a file through ranges, and counts what they load. */
async function opened(bytes: Uint8Array, size = bytes.length) {
  let [loaded, ranges] = [0, 0];
  const readRange = async (start: number, end: number) => {
    ranges++;
    loaded += end - start;
    return bytes.subarray(start, end);
  };
  const table = await openRangedTable({ size, readRange }, 'blob x');
  return { table, loaded: () => loaded, ranges: () => ranges };
}

async function columnOf(table: RangedTable, name: string) {
  const column = table.columns.find((one) => one.name === name);
  if (column === undefined) throw new Error(`expected a column ${name}`);
  return column;
}

describe('openRangedTable', () => {
  it('tells the same of a file as reading it whole', async () => {
    const { table } = await opened(photos);
    const whole = openTable(photos, 'x');
    expect([table.name, table.rows]).toEqual([whole.name, whole.rows]);
    for (const [i, column] of table.columns.entries()) {
      const { values, ...description } = whole.columns[i] ?? { values: () => null };
      expect(column).toMatchObject(description);
      expect(await column.readRows({ start: 0, end: table.rows })).toEqual(values());
    }
  });

  it('reads rows of every type from the middle', async () => {
    const { table } = await opened(photos);
    const rows = { start: 2, end: 4 };
    expect(await (await columnOf(table, 'path')).readRows(rows)).toEqual({
      kind: 'text',
      values: [NAMES[2], NAMES[3]],
    });
    expect(await (await columnOf(table, 'width')).readRows(rows)).toEqual({
      kind: 'numbers',
      data: Int32Array.of(20, 30),
    });
    expect(await (await columnOf(table, 'photo')).readRows(rows)).toEqual({
      kind: 'text',
      values: ['2'.repeat(64), '3'.repeat(64)],
    });
  });

  it('reads bits and tensors of rows that begin within a byte', async () => {
    const nearGrey = Array.from({ length: 21 }, (_, i) => i % 3 === 0);
    const data = Float32Array.from({ length: 21 * 12 }, (_, i) => i);
    const photo = nearGrey.map(() => 'ab'.repeat(32));
    const { table } = await opened(imagesTable.encode({ photo, nearGrey, lab: { data, shape: [2, 2, 3] } }));
    for (const [start, end] of [
      [0, 21],
      [3, 4],
      [7, 17],
      [16, 21],
      [5, 5],
    ] as const) {
      // prettier-ignore
      const got = await table.readRows(imagesTable, ['nearGrey', 'lab'], { start, end });
      expect(got.nearGrey).toEqual(nearGrey.slice(start, end));
      expect(got.lab).toEqual({ data: data.slice(12 * start, 12 * end), shape: [2, 2, 3] });
    }
  });

  it('reads an empty table', async () => {
    const { table } = await opened(usageTable.encode({ class: [], a: [], b: [], count: [] }));
    expect(table.rows).toBe(0);
    const got = await table.readRows(usageTable, ['class', 'count'], { start: 0, end: 0 });
    expect(got).toEqual({ class: [], count: new Uint32Array() });
  });

  it('reads several batches and missing values of a foreign file as reading it whole does', async () => {
    const batch = (from: number) =>
      new ArrowTable({
        n: vectorFromArray([from, null, from + 2], new Float64()),
        t: vectorFromArray(['x', null, `y${from}`], new Utf8()),
        f: vectorFromArray([true, null, false], new Bool()),
        i: vectorFromArray([1n, 2n, BigInt(from)], new Int64()),
      });
    const bytes = RecordBatchFileWriter.writeAll([...batch(0).batches, ...batch(10).batches]).toUint8Array(
      true,
    );
    const { table } = await opened(bytes);
    const whole = openTable(bytes, 'x');
    expect(table.rows).toBe(6);
    for (const [i, column] of table.columns.entries()) {
      const all = whole.columns[i]?.values();
      expect(await column.readRows({ start: 0, end: 6 })).toEqual(all);
      const part = await column.readRows({ start: 1, end: 5 });
      if (all?.kind === 'text' && part.kind === 'text') expect(part.values).toEqual(all.values.slice(1, 5));
    }
  });

  it('loads less than 2 MB of 100 MB for the schema and the first page', async () => {
    const rows = 4000;
    const shape = [56, 56] as const;
    const bytes = patchesTable.encode({
      photo: Array.from({ length: rows }, () => 'cd'.repeat(32)),
      index: Int32Array.from({ length: rows }, (_, i) => i),
      x: new Int16Array(rows),
      y: new Int16Array(rows),
      lightness: { data: new Float32Array(rows * 56 * 56).fill(50), shape },
      ab: { data: new Float32Array(rows * 56 * 56 * 2), shape: [...shape, 2] },
    });
    expect(bytes.length).toBeGreaterThan(100e6);
    const { table, loaded, ranges } = await opened(bytes);
    const page = { start: 0, end: 25 };
    for (const column of table.columns) await column.readRows(page);
    expect(loaded()).toBeLessThan(2e6);
    expect(ranges()).toBeLessThan(12);
    const { index, lightness } = await table.readRows(patchesTable, ['index', 'lightness'], {
      start: 3990,
      end: 3991,
    });
    expect([index[0], lightness.data[0], lightness.data.length]).toEqual([3990, 50, 56 * 56]);
    expect(loaded()).toBeLessThan(2e6);
  });
});

describe('a file that contradicts itself', () => {
  const data = new Float32Array(4 * 12).fill(7);
  const ids = ['0', '1', '2', '3'].map((digit) => digit.repeat(64));
  const images = imagesTable.encode({
    photo: ids,
    nearGrey: [true, false, true, false],
    lab: { data, shape: [2, 2, 3] },
  });

  it('is refused with its name, or read in its own bounds, whichever int32 lies', async () => {
    for (const value of [-1, 2 ** 31 - 1])
      for (let at = 0; at + 4 <= images.length; at += 4) {
        const changed = new Uint8Array(images);
        new DataView(changed.buffer).setInt32(at, value, true);
        expect(await outcomeOf(changed)).toMatch(/^(fine|blob x: .*)$/s);
      }
  });

  it('names a text that ends outside, when it is read', async () => {
    const changed = new Uint8Array(photos);
    const { table } = await opened(photos);
    const ends = endsOfPaths(photos);
    new DataView(changed.buffer).setInt32(ends + 4 * 3, 1 << 20, true);
    const lying = (await opened(changed)).table;
    const path = await columnOf(lying, 'path');
    expect((await path.readRows({ start: 0, end: 2 })).kind).toBe('text');
    await expect(path.readRows({ start: 2, end: 4 })).rejects.toThrow(
      /^blob x: the Arrow file contradicts itself: path: text 3 ends at 1048576 of \d+ bytes; make it again/,
    );
    expect(table.rows).toBe(5);
  });

  it('that is shorter than its manifest says is truncated', async () => {
    await expect(opened(images, images.length + 100)).rejects.toThrow(/^blob x: truncated: expected/);
  });

  it('of another table is refused by name', async () => {
    const { table } = await opened(images);
    await expect(table.readRows(photosTable, ['photo'], { start: 0, end: 1 })).rejects.toThrow(
      /^blob x: expected tintype.table photos, got images/,
    );
  });

  /** What opening it and reading all rows comes to. A TypeError would be a fault of ours. */
  async function outcomeOf(bytes: Uint8Array): Promise<string> {
    try {
      const { table } = await opened(bytes);
      for (const column of table.columns) {
        const values = await column.readRows({ start: 0, end: Math.min(table.rows, 4) });
        expect(values.kind === 'text' ? values.values.length : values.data.length).toBeLessThanOrEqual(48);
      }
      return 'fine';
    } catch (error) {
      if (error instanceof Error && /^(Range)?Error$/.test(error.name)) return error.message;
      throw error;
    }
  }

  /** Where the ends of the paths begin: int32 that are the running sums of their lengths in bytes. */
  function endsOfPaths(bytes: Uint8Array): number {
    const sums = [0];
    for (const name of NAMES) sums.push((sums.at(-1) ?? 0) + Buffer.byteLength(name));
    return Buffer.from(bytes).indexOf(Buffer.from(Int32Array.from(sums).buffer));
  }
});

describe('tallyRangedColumn', () => {
  it('gives the statistics of the whole column, tells how far it is, and samples it evenly', async () => {
    const rows = 300_000;
    const count = Uint32Array.from({ length: rows }, (_, i) => (i * 7919) % 1000);
    const a = new Int16Array(rows);
    const names = Array.from({ length: rows }, (_, i) => `class ${i % 3}`);
    const bytes = usageTable.encode({ class: names, a, b: a, count });
    const { table } = await opened(bytes);
    const whole = openTable(bytes, 'x');
    for (const name of ['count', 'class']) {
      const done: number[] = [];
      const ranged = await tallyRangedColumn([{ column: await columnOf(table, name), rows }], {
        onRows: (so) => done.push(so),
      });
      const column = whole.columns.find((one) => one.name === name);
      if (!ranged || !column) throw new Error('expected a tally');
      const [got, expected] = [ranged.tally, tallyColumn(column)].map(computeStatistics);
      expect(got).toEqual(expected);
      expect(done.at(-1)).toBe(rows);
      if (name === 'count') expect(ranged.sample.length).toBeGreaterThan(15_000);
    }
  });

  it('samples many small files as one large one', async () => {
    const numbers = Uint32Array.from({ length: 10 }, (_, i) => i);
    const a = new Int16Array(10);
    const bytes = usageTable.encode({ class: Array.from(numbers, String), a, b: a, count: numbers });
    const { table } = await opened(bytes);
    const parts = Array.from({ length: 50 }, () => table);
    const columns = await Promise.all(parts.map((part) => columnOf(part, 'count')));
    const told = await tallyRangedColumn(columns.map((column) => ({ column, rows: 10 })));
    expect([...(told?.sample ?? [])]).toEqual(parts.flatMap(() => [...numbers]));
  });

  it('stops when it is told to', async () => {
    const { table } = await opened(photos);
    const signal = AbortSignal.abort(new Error('enough'));
    const parts = [{ column: await columnOf(table, 'width'), rows: 5 }];
    await expect(tallyRangedColumn(parts, { signal })).rejects.toThrow('enough');
  });
});
