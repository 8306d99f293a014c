import { describe, expect, it } from '@jest/globals';

import { memoryCheckpoints } from '../testing/memory-checkpoints.ts';
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from './checkpoint.ts';
import { loadNewest } from './resume.ts';

const CHECKPOINT: Checkpoint = {
  identity: 'this run',
  step: 7,
  sums: { patches: 8, weight: 0.1, loss: 1 / 3, entropy: 1e-300 },
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
      validationAuc: 0.7 + 1e-16,
    },
  ],
  readings: Float32Array.of(5, 1.1, 0.1),
  parameters: Float32Array.of(1, -2.5, NaN),
  adam: { m: Float32Array.of(0.1, 0.2, 0.3), v: Float32Array.of(1e-30, 2, 3), t: 5 },
  startAuc: 0.6,
  best: { auc: 0.7000000000000001, parameters: Float32Array.of(4, 5, 6) },
};

describe('a checkpoint', () => {
  it('comes back bit for bit, wherever its bytes lie in memory', () => {
    const bytes = encodeCheckpoint(CHECKPOINT);
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(decodeCheckpoint(shifted.subarray(3))).toEqual(CHECKPOINT);
  });

  it('comes back with the moving average where there is one', () => {
    const averaged = { ...CHECKPOINT, average: Float32Array.of(0.5, 1e-40, 7) };
    expect(decodeCheckpoint(encodeCheckpoint(averaged))).toEqual(averaged);
    expect(decodeCheckpoint(encodeCheckpoint(CHECKPOINT))).not.toHaveProperty('average');
  });

  it('comes back from a Buffer, as files are read', () => {
    const bytes = Buffer.from(encodeCheckpoint(CHECKPOINT)); // small ones share a pool
    expect(decodeCheckpoint(bytes)).toEqual(CHECKPOINT);
  });

  it('is refused when it is cut short, changed or something else', () => {
    const bytes = encodeCheckpoint(CHECKPOINT);
    const damaged = /expected bytes with the CRC-32C \d+, got \d+: they are damaged/;
    expect(() => decodeCheckpoint(bytes.subarray(0, bytes.length - 1))).toThrow(damaged);
    for (const at of [15, bytes.length - 30])
      expect(() => decodeCheckpoint(bytes.map((byte, i) => (i === at ? byte ^ 4 : byte)))).toThrow(damaged);
    expect(() => decodeCheckpoint(new Uint8Array(100))).toThrow(/expected TTCHECK4 at its start/);
    expect(() => decodeCheckpoint(new Uint8Array(0))).toThrow(/expected TTCHECK4 at its start/);
  });
});

describe('loadNewest', () => {
  const older = encodeCheckpoint({ ...CHECKPOINT, step: 5 });
  const newer = encodeCheckpoint(CHECKPOINT);
  const load = async (kept: Uint8Array[], identity = 'this run') => {
    const damaged: string[] = [];
    const found = await loadNewest(memoryCheckpoints(kept), identity, (reason) => damaged.push(reason));
    return { step: found?.step ?? null, damaged: damaged.length };
  };

  it('takes the newest that is whole, and tells of those that are not', async () => {
    expect(await load([newer, older])).toEqual({ step: 7, damaged: 0 });
    expect(await load([newer.subarray(0, 60), older])).toEqual({ step: 5, damaged: 1 });
    expect(await load([newer.subarray(0, 60), new Uint8Array()])).toEqual({ step: null, damaged: 2 });
    expect(await load([])).toEqual({ step: null, damaged: 0 });
  });

  it('refuses one that belongs to another training', async () => {
    await expect(load([newer], 'that run')).rejects.toThrow(
      /expected one of that run, got this run; delete it to train afresh/,
    );
  });
});
