import { describe, expect, it } from '@jest/globals';

import { makeTorchFile, type SavedTensor } from '../../testing/make-torch-file.ts';
import { readTorchFile } from './read-torch-file.ts';

/** 0, 1, 2, … */
function count(length: number): readonly number[] {
  return Array.from({ length }, (_, i) => i);
}

function read(tensor: SavedTensor) {
  return readTorchFile(makeTorchFile({ w: tensor })).get('w');
}

describe('readTorchFile', () => {
  it('gives tensors of float32 by their names, and leaves counters out', () => {
    const file = makeTorchFile({
      first: { shape: [2, 2], storage: [1.5, -2, 3, 4e-8] },
      counter: { shape: [], storage: [12_345], type: 'LongStorage' },
      second: { shape: [1], storage: [7] },
    });
    expect([...readTorchFile(file)]).toEqual([
      ['first', { shape: [2, 2], values: Float32Array.of(1.5, -2, 3, 4e-8) }],
      ['second', { shape: [1], values: Float32Array.of(7) }],
    ]);
  });

  it('heeds strides and offsets', () => {
    expect(read({ shape: [2, 3], strides: [1, 2], storage: count(6) })?.values).toEqual(
      Float32Array.of(0, 2, 4, 1, 3, 5), // a transposed matrix
    );
    // [out, in, k, k] over a storage [k, k, in, out], as the wheel of Lite0 has them: out 2, in 3, k 2
    const kernel = read({ shape: [2, 3, 2, 2], strides: [1, 2, 12, 6], storage: count(24) });
    const at = (o: number, i: number, y: number, x: number) => kernel?.values[((o * 3 + i) * 2 + y) * 2 + x];
    for (const [o, i, y, x] of [
      [0, 0, 0, 1],
      [1, 2, 1, 0],
      [1, 0, 1, 1],
      [0, 1, 0, 0],
    ] as const)
      expect(at(o, i, y, x)).toBe(((y * 2 + x) * 3 + i) * 2 + o);
    expect(read({ shape: [2], strides: [3], offset: 4, storage: count(9) })?.values).toEqual(
      Float32Array.of(4, 7),
    );
  });

  it('refuses a tensor that reaches beyond its storage, and names it', () => {
    expect(() => read({ shape: [2, 3], strides: [3, 1], offset: 1, storage: count(6) })).toThrow(
      'state dict: w: expected numbers within its storage of 6, got one at 6',
    );
  });

  it('refuses bytes that are left over or missing', () => {
    const file = makeTorchFile({ w: { shape: [3], storage: count(3) } });
    expect(() => readTorchFile(Buffer.concat([file, Buffer.alloc(5)]))).toThrow(
      `byte ${file.length}: expected the end of the file, got 5 bytes more`,
    );
    expect(() => readTorchFile(file.subarray(0, -4))).toThrow('more bytes for storage 0, got 16');
    const other = Buffer.from(file);
    other.writeBigInt64LE(2n, file.length - 20);
    expect(() => readTorchFile(other)).toThrow('expected 3 numbers in storage 0, got 2');
  });

  it('refuses what is no such file', () => {
    expect(() => readTorchFile(Buffer.from('PK\x03\x04 as torch saves since 1.6'))).toThrow(
      'byte 0: expected an opcode that torch writes a state dict with, got PERSID (0x50)',
    );
    const file = makeTorchFile({ w: { shape: [1], storage: [1] } });
    file[5] = 0;
    expect(() => readTorchFile(file)).toThrow(/^magic number: .*119547037146038801333356/);
  });

  it('refuses a state dict that names or holds anything else', () => {
    const file = makeTorchFile({ w: { shape: [1], storage: [1] } });
    const edited = (from: string, to: string) => {
      const bytes = Buffer.from(file);
      bytes.write(to, bytes.indexOf(from), 'latin1');
      return bytes;
    };
    expect(() => readTorchFile(edited('FloatStorage', 'EvilsStorage'))).toThrow(
      /expected torch\.FloatStorage or .*, got torch\.EvilsStorage/,
    );
    expect(() => readTorchFile(edited('storage', 'storing'))).toThrow(/^state dict: /);
    expect(() => readTorchFile(edited('little', 'bittle'))).toThrow(/^little_endian: /);
  });
});
