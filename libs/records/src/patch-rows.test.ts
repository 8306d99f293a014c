import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, it } from '@jest/globals';

import { openPatchRows } from './patch-rows.ts';
import { readTable } from './read-table.ts';
import { imagesTable, patchesTable } from './tables.ts';

const folder = mkdtempSync(join(tmpdir(), 'tintype-patches-'));
afterAll(() => rmSync(folder, { recursive: true }));

const SIZE = 4;
const L = SIZE * SIZE;
const AB = 2 * 2 * 2;

function patches(rows: number, from: number, size = SIZE) {
  const id = (row: number) => (from + row).toString(16).padStart(64, '0');
  const index = Array.from({ length: rows }, (_, row) => row);
  return {
    photo: index.map(id),
    index,
    x: index,
    y: index,
    lightness: {
      data: Float32Array.from({ length: rows * size * size }, (_, i) => from + i / 64),
      shape: [size, size],
    },
    ab: { data: Float32Array.from({ length: rows * AB }, (_, i) => -from - i / 8), shape: [2, 2, 2] },
  };
}

function patchFile(name: string, rows: number, from: number, size = SIZE): string {
  const path = join(folder, name);
  writeFileSync(path, patchesTable.encode(patches(rows, from, size)));
  return path;
}

describe('openPatchRows', () => {
  it('reads rows of many files, in any order and twice, as decoding does', () => {
    const files = [
      patchFile('a', 3, 0),
      patchFile('empty', 0, 0),
      patchFile('b', 5, 100),
      patchFile('c', 1, 200),
    ];
    const patchRows = openPatchRows(files);
    expect(patchRows).toMatchObject({ count: 9, lightnessShape: [4, 4], abShape: [2, 2, 2] });

    const rows = Int32Array.of(8, 0, 3, 7, 2, 0);
    const into = { lightness: new Float32Array(rows.length * L), ab: new Float32Array(rows.length * AB) };
    patchRows.read(rows, into);
    patchRows.close();

    const whole = files.map((file) => readTable(patchesTable, file));
    const lightness = whole.flatMap((file) => Array.from(file.lightness.data));
    const ab = whole.flatMap((file) => Array.from(file.ab.data));
    rows.forEach((row, i) => {
      expect(Array.from(into.lightness.subarray(i * L, (i + 1) * L))).toEqual(
        lightness.slice(row * L, (row + 1) * L),
      );
      expect(Array.from(into.ab.subarray(i * AB, (i + 1) * AB))).toEqual(ab.slice(row * AB, (row + 1) * AB));
    });
  });

  it('fills the beginning of a larger batch and leaves the rest', () => {
    const patchRows = openPatchRows([patchFile('partial', 2, 7)]);
    const into = { lightness: new Float32Array(3 * L).fill(-1), ab: new Float32Array(3 * AB).fill(-1) };
    patchRows.read(Int32Array.of(1), into);
    patchRows.close();
    expect(into.lightness.subarray(L)).toEqual(new Float32Array(2 * L).fill(-1));
    expect(into.ab[0]).toBe(-7 - 1);
  });

  it('reads more files than it holds open', () => {
    const files = Array.from({ length: 300 }, (_, i) => patchFile(`many-${i}`, 1, i));
    const patchRows = openPatchRows(files);
    const into = { lightness: new Float32Array(L), ab: new Float32Array(AB) };
    for (const row of [299, 0, 150, 0]) {
      patchRows.read(Int32Array.of(row), into);
      expect(into.lightness[0]).toBe(row);
    }
    patchRows.close();
  });

  it('reads no whole file: opening and reading touch only what is asked for', () => {
    const path = patchFile('holed', 4, 0);
    const bytes = readFileSync(path);
    const { lightness } = patchesTable.decode(bytes);
    const start = lightness.data.byteOffset - bytes.byteOffset;
    writeFileSync(path, bytes.fill(0, start, start + 3 * L * 4)); // rows 0 to 2
    const patchRows = openPatchRows([path]);
    const into = { lightness: new Float32Array(L), ab: new Float32Array(AB) };
    patchRows.read(Int32Array.of(3), into);
    patchRows.close();
    expect(into.lightness).toEqual(patches(4, 0).lightness.data.subarray(3 * L));
  });

  it('refuses rows that are not there and batches that are too small', () => {
    const patchRows = openPatchRows([patchFile('two', 2, 0)]);
    const into = { lightness: new Float32Array(L), ab: new Float32Array(AB) };
    expect(() => patchRows.read(Int32Array.of(2), into)).toThrow('expected a row from 0 to 1, got 2');
    expect(() => patchRows.read(Int32Array.of(-1), into)).toThrow('got -1');
    expect(() => patchRows.read(Int32Array.of(0, 1), into)).toThrow(
      'patches.lightness: expected room for 2 rows = 32 values, got 16',
    );
    patchRows.close();
  });

  it('names the file that is truncated, foreign or of another shape', () => {
    const whole = patchFile('whole', 20, 0);
    const cut = patchFile('cut', 20, 0);
    truncateSync(cut, 2500);
    expect(() => openPatchRows([whole, cut])).toThrow(/cut: the Arrow file is truncated: its 2500 bytes/);
    const other = patchFile('other', 1, 0, 8);
    expect(() => openPatchRows([whole, other])).toThrow(
      /other: patches\.lightness: expected 4×4 as in .*whole, got 8×8/,
    );
    const images = join(folder, 'images');
    const lab = { data: new Float32Array(), shape: [2, 2, 3] };
    writeFileSync(images, imagesTable.encode({ photo: [], nearGrey: [], lab }));
    expect(() => openPatchRows([images])).toThrow(/images: expected tintype\.table patches, got images/);
    const text = join(folder, 'text');
    writeFileSync(text, 'not an Arrow file at all');
    expect(() => openPatchRows([text])).toThrow(/text: expected an Arrow IPC file/);
  });
});
