import { describe, expect, it } from '@jest/globals';
import { Table as ArrowTable, tableFromArrays, tableToIPC, Utf8, vectorFromArray } from 'apache-arrow';

import { imagesTable, photosTable, usageTable } from '../tables.ts';
import { checkArrowBytes } from './check-file.ts';

const photos = photosTable.encode({
  photo: ['0', '1', '2'].map((digit) => digit.repeat(64)),
  path: ['a.jpg', 'ü/b.jpg', ''],
  class: ['a', 'b', 'c'],
  width: [1, 2, 3],
  height: [1, 2, 3],
  format: ['jpeg', 'png', ''],
  bytes: [10, 20, 30],
  split: ['train', 'test', ''],
  status: ['kept', 'kept', 'quarantined'],
  reason: ['', '', 'it is empty'],
});
const images = imagesTable.encode({
  photo: ['0', '1'].map((digit) => digit.repeat(64)),
  nearGrey: [false, true],
  lab: { data: new Float32Array(2 * 4 * 4 * 3).fill(7), shape: [4, 4, 3] },
});
const empty = usageTable.encode({ class: [], a: [], b: [], count: [] });

/** Bytes with the int32 at `at` replaced. */
function with32(bytes: Uint8Array, at: number, value: number): Uint8Array {
  const changed = new Uint8Array(bytes);
  new DataView(changed.buffer).setInt32(at, value, true);
  return changed;
}

function textIn(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}

describe('checkArrowBytes', () => {
  it('passes the files that Tintype writes, and tells their rows', () => {
    const rows = [photos, images, empty].map((bytes) => checkArrowBytes(bytes, 'file').rows);
    expect(rows).toEqual([3, 2, 0]);
  });

  it('passes files of other programs, also those of types that it does not know', () => {
    const other = tableFromArrays({ x: new Float64Array([1, 2]), y: ['one', 'two'] }); // a dictionary
    expect(checkArrowBytes(tableToIPC(other, 'file'), 'file').rows).toBe(2);
    const texts = new ArrowTable({ y: vectorFromArray(['one', null], new Utf8()) });
    expect(checkArrowBytes(tableToIPC(texts, 'file'), 'file').rows).toBe(2);
  });

  it('refuses a table of ours with a column of a type that it does not know, behind which nothing is checked', () => {
    const isRefused = [...images.keys()].some((at) => {
      if (images[at] !== 16) return false; // Arrow's number of a fixed-size list, somewhere
      const changed = Uint8Array.from(images, (byte, i) => (i === at ? 8 : byte)); // that of a date
      return refusalOf(() => checkArrowBytes(changed, 'x')).includes('no table of Tintype has');
    });
    expect(isRefused).toBe(true);
  });

  it('refuses a shape that its values do not have', () => {
    for (const shape of ['[4,4,9]', '[-4,-4,3]'.slice(0, 7), '[4.0,12]'.slice(0, 7), '[48,1,1'.slice(0, 7)]) {
      const changed = Buffer.from(images);
      changed.write(shape, textIn(images).lastIndexOf('[4,4,3]'), 'latin1');
      expect(() => checkArrowBytes(changed, 'shard x')).toThrow(
        /^shard x: the Arrow file contradicts itself/,
      );
    }
  });

  it('refuses metadata of a version in which buffers were described otherwise', () => {
    const refusals = [...images.keys()].map((at) => {
      const changed = Uint8Array.from(images, (byte, i) => (i === at && byte === 4 ? 1 : byte));
      return refusalOf(() => checkArrowBytes(changed, 'x'));
    });
    expect(refusals.filter((text) => text.includes('metadata of version 4 or newer, got 2'))).not.toEqual([]);
  });

  it('refuses a footer that is longer than the file', () => {
    for (const length of [-1, 0, 2 ** 30, photos.length]) {
      expect(() => checkArrowBytes(with32(photos, photos.length - 10, length), 'x')).toThrow(
        /x: the Arrow file contradicts itself/,
      );
    }
  });

  it('refuses a footer that does not know of the batch', () => {
    const counts = [...images.keys()].filter((at) => at % 4 === 0);
    const found = counts.filter((at) =>
      refusalOf(() => checkArrowBytes(with32(images, at, 0), 'x')).includes('first batch'),
    );
    expect(found.length).toBeGreaterThan(0);
  });

  it.each([-1, 2 ** 31 - 1])('finds every int32 that says %i, or gives every value its place', (value) => {
    const expected = lengthsOf(imagesTable.decode(images));
    for (let at = 0; at + 4 <= images.length; at += 4) {
      const changed = with32(images, at, value);
      if (refusalOf(() => checkArrowBytes(changed, 'x')) !== '') continue;
      // What passes can be decoded or is of another table. Values may be others; lengths and shapes may not.
      if (refusalOf(() => imagesTable.decode(changed, 'x')) !== '') continue;
      expect(lengthsOf(imagesTable.decode(changed, 'x'))).toEqual(expected);
    }
  });
});

/** Why `work` throws, or nothing. A TypeError would be a fault of ours. */
function refusalOf(work: () => unknown): string {
  try {
    work();
    return '';
  } catch (error) {
    if (!/^(Range)?Error$/.test((error as Error).name)) throw error;
    return String(error);
  }
}

function lengthsOf({ photo, nearGrey, lab }: ReturnType<typeof imagesTable.decode>): unknown {
  return [photo.length, nearGrey.length, lab.data.length, lab.shape];
}
