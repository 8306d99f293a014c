import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { checkpointFolder } from './checkpoint-folder.ts';
import type { CheckpointStore } from './resume.ts';

let folder = '';
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'tintype-checkpoints-'))));
afterEach(() => rm(folder, { recursive: true }));

describe('checkpointFolder', () => {
  it('gives the last two, the newest first', async () => {
    const store = checkpointFolder(folder, 'wasm');
    for (const step of [5, 90, 1000]) await store.save(Uint8Array.of(step % 256), step);
    expect(await bytesOf(store)).toEqual([[232], [90]]);
  });

  it('has none in a folder that is not there yet', async () => {
    const store = checkpointFolder(join(folder, 'later'), 'wasm');
    expect(await bytesOf(store)).toEqual([]);
    await store.save(Uint8Array.of(1), 1);
    expect(await bytesOf(store)).toEqual([[1]]);
  });

  it('removes what a killed run half wrote, and leaves what is not its own', async () => {
    await writeFile(join(folder, 'wasm-000000000007.checkpoint.99-abcd.tmp'), 'half');
    await writeFile(join(folder, 'cpu-000000000001.checkpoint'), 'another back end');
    const store = checkpointFolder(folder, 'wasm');
    expect(await bytesOf(store)).toEqual([]);
    await store.save(Uint8Array.of(8), 8);
    expect((await readdir(folder)).sort()).toEqual([
      'cpu-000000000001.checkpoint',
      'wasm-000000000008.checkpoint',
    ]);
  });

  it('replaces the one of the same step', async () => {
    const store = checkpointFolder(folder, 'wasm');
    for (const value of [1, 2]) await store.save(Uint8Array.of(value), 4);
    expect(await bytesOf(store)).toEqual([[2]]);
  });
});

async function bytesOf(store: CheckpointStore): Promise<number[][]> {
  const found: number[][] = [];
  for await (const bytes of store.load()) found.push([...bytes]);
  return found;
}
