import { closeSync, openSync } from 'node:fs';

import { patchesTable } from './tables.ts';
import { type FileLayout, readFully, type TensorLayout, tensorLayout } from './tensor-layout.ts';

/** Random access to the patches of many files; memory and open files do not grow with their number. */
export interface PatchRows {
  readonly count: number;
  /** The shape of one row of L, [H, W]. */
  readonly lightnessShape: readonly number[];
  /** The shape of one row of ab, [H, W, C]. */
  readonly abShape: readonly number[];
  /** Copies rows, numbered through all files, to the beginning of `into`: row `rows[i]` becomes its row i. */
  read(rows: Int32Array, into: PatchBatch): void;
  close(): void;
}

export interface PatchBatch {
  readonly lightness: Float32Array; // [>= rows, H, W]
  readonly ab: Float32Array; // [>= rows, H, W, C]
}

interface PatchFile {
  readonly path: string;
  /** The number of its first row among the rows of all files. */
  readonly first: number;
  readonly lightness: TensorLayout;
  readonly ab: TensorLayout;
}

/** Opens patch shards as one sequence of rows, in the order of `paths`. Throws when their shapes differ. */
export function openPatchRows(paths: readonly string[]): PatchRows {
  const handles = openFiles(MAX_OPEN_FILES);
  const files: PatchFile[] = [];
  let count = 0;
  for (const path of paths) {
    const layout = tensorLayout(handles.of(path), path, patchesTable, ['lightness', 'ab']);
    files.push({ path, first: count, ...columnsOf(layout, path) });
    count += layout.rows;
  }
  const [model] = files;
  if (!model) throw new Error('openPatchRows: expected at least one file of patches, got none');
  files.forEach((file) => refuseOtherShape(file, model));

  return {
    count,
    lightnessShape: model.lightness.shape,
    abShape: model.ab.shape,
    read: (rows, into) => {
      const lightness = bytesFor(rows, into.lightness, model.lightness, 'lightness');
      const ab = bytesFor(rows, into.ab, model.ab, 'ab');
      rows.forEach((row, i) => {
        const file = fileOf(row, files, count);
        const handle = handles.of(file.path);
        readRow(handle, file.path, row - file.first, file.lightness, lightness, i);
        readRow(handle, file.path, row - file.first, file.ab, ab, i);
      });
    },
    close: () => handles.close(),
  };
}

function columnsOf(
  { tensors: [lightness, ab] }: FileLayout,
  path: string,
): Pick<PatchFile, 'lightness' | 'ab'> {
  if (lightness && ab) return { lightness, ab };
  throw new Error(`Internal error: ${path}: expected two tensor columns`);
}

function refuseOtherShape(file: PatchFile, model: PatchFile): void {
  for (const column of ['lightness', 'ab'] as const) {
    const [expected, got] = [model[column].shape.join('×'), file[column].shape.join('×')];
    if (expected !== got) {
      throw new Error(
        `${file.path}: patches.${column}: expected ${expected} as in ${model.path}, got ${got}`,
      );
    }
  }
}

function bytesFor(
  rows: Int32Array,
  into: Float32Array,
  { bytesPerRow }: TensorLayout,
  name: string,
): Uint8Array {
  const needed = rows.length * bytesPerRow;
  if (into.byteLength >= needed) return new Uint8Array(into.buffer, into.byteOffset, needed);
  throw new RangeError(
    `patches.${name}: expected room for ${rows.length} rows = ${needed / 4} values, got ${into.length}`,
  );
}

function fileOf(row: number, files: readonly PatchFile[], count: number): PatchFile {
  let [low, high] = [0, files.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((files[middle]?.first ?? 0) <= row) low = middle;
    else high = middle - 1;
  }
  const file = files[low];
  if (file && row >= 0 && row < count) return file;
  throw new RangeError(`patches: expected a row from 0 to ${count - 1}, got ${row}`);
}

function readRow(
  handle: number,
  path: string,
  row: number,
  { offset, bytesPerRow }: TensorLayout,
  into: Uint8Array,
  i: number,
): void {
  const target = into.subarray(i * bytesPerRow, (i + 1) * bytesPerRow);
  readFully(handle, target, offset + row * bytesPerRow, path);
}

/** Systems commonly allow 1024 open files to a process, and others need some too. */
const MAX_OPEN_FILES = 256;

/** Opens files when they are asked for; of too many, closes the one not asked for the longest. */
function openFiles(limit: number): { of(path: string): number; close(): void } {
  const open = new Map<string, number>(); // in order of last use
  return {
    of: (path) => {
      const handle = open.get(path) ?? openSync(path, 'r');
      open.delete(path);
      open.set(path, handle);
      const [oldest] = open;
      if (open.size > limit && oldest) {
        closeSync(oldest[1]);
        open.delete(oldest[0]);
      }
      return handle;
    },
    close: () => {
      for (const handle of open.values()) closeSync(handle);
      open.clear();
    },
  };
}
