import { describe, expect, it } from '@jest/globals';

import type { Checkpoint } from './checkpoint.ts';
import { decodeCheckpoint, encodeCheckpoint } from './checkpoint.ts';

const CHECKPOINT: Checkpoint = {
  identity: 'this run',
  curves: [
    {
      epoch: 1,
      step: 5,
      patches: 20,
      learningRate: 1e-3,
      trainLoss: 1.1,
      trainKl: 0.1,
      validationLoss: null,
      validationKl: 1 / 3,
    },
  ],
  parameters: Float32Array.of(1, -2.5, NaN),
  adam: { m: Float32Array.of(0.1, 0.2, 0.3), v: Float32Array.of(1e-30, 2, 3), t: 5 },
  best: { loss: 0.7000000000000001, parameters: Float32Array.of(4, 5, 6) },
};

describe('a checkpoint', () => {
  it('comes back bit for bit, wherever its bytes lie in memory', () => {
    const bytes = encodeCheckpoint(CHECKPOINT);
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(decodeCheckpoint(shifted.subarray(3), 'this run')).toEqual(CHECKPOINT);
  });

  it('comes back from a Buffer, as files are read', () => {
    const bytes = Buffer.from(encodeCheckpoint(CHECKPOINT)); // small ones share a pool
    expect(decodeCheckpoint(bytes, 'this run')).toEqual(CHECKPOINT);
  });

  it('is refused when it belongs to another training', () => {
    expect(() => decodeCheckpoint(encodeCheckpoint(CHECKPOINT), 'that run')).toThrow(
      /expected one of that run, got this run; delete it to train afresh/,
    );
  });

  it('is refused when it is cut short or something else', () => {
    const bytes = encodeCheckpoint(CHECKPOINT);
    expect(() => decodeCheckpoint(bytes.subarray(0, bytes.length - 1), 'this run')).toThrow(
      /expected \d+ bytes, got \d+/,
    );
    expect(() => decodeCheckpoint(new Uint8Array(100), 'this run')).toThrow(/expected TTCHECK1 at its start/);
    expect(() => decodeCheckpoint(new Uint8Array(0), 'this run')).toThrow(/expected TTCHECK1 at its start/);
  });
});
