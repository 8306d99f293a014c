import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Model, ModelFiles } from '@tintype/network';
import { openBackEnd } from '@tintype/network/node';
import { loadRebuilt } from '@tintype/network/rebuilt';
import { syntheticModel } from '@tintype/network/testing';
import { build } from 'esbuild';

import { type ModelThread, modelThread } from './model-thread.ts';

const BACK_END = 'wasm';
const picture = [Float32Array.from({ length: 20 * 24 }, (_, i) => (i * 7) % 100), 20, 24] as const;
let folder = '';
let workerUrl = new URL('file:///unset');
let files: ModelFiles;
let here: Model;

beforeAll(async () => {
  const dist = fileURLToPath(new URL('../dist', import.meta.url)); // from where packages are found
  await mkdir(dist, { recursive: true });
  folder = await mkdtemp(join(dist, 'model-thread-'));
  const outfile = join(folder, 'model.worker.mjs');
  await build({
    ...{
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      external: ['@tensorflow/*', 'webgpu', 'pbf'],
    },
    entryPoints: [fileURLToPath(new URL('model.worker.ts', import.meta.url))],
  });
  workerUrl = pathToFileURL(outfile);
  await openBackEnd(BACK_END);
  files = await syntheticModel();
  here = await loadRebuilt(files);
});
afterAll(async () => {
  here.dispose();
  await rm(folder, { recursive: true });
});

async function withThread(use: (thread: ModelThread) => Promise<void>): Promise<void> {
  const thread = modelThread({ workerUrl });
  await use(thread).finally(() => thread.close());
}

describe('a model in a thread', () => {
  it('predicts what it predicts here, whatever is asked while it computes', async () => {
    await withThread(async (thread) => {
      expect(await thread.openBackEnd(BACK_END)).toEqual(await openBackEnd(BACK_END));
      const there = await thread.loadModel(files);
      expect(there.metadata).toEqual(here.metadata);
      expect(there.gamut).toEqual(here.gamut);
      const asked = (model: Model) =>
        Promise.all([
          model.predictCells(...picture, 0.4),
          model.predictLogits(...picture),
          model.predict(...picture, [1, 0]),
          model.predictCells(...picture, 1),
        ]);
      expect(await asked(there)).toEqual(await asked(here));
    });
  });

  it('fails as it does here', async () => {
    await withThread(async (thread) => {
      await expect(thread.openBackEnd('webgl')).rejects.toThrow(/expected webgl to open here, got none/);
      await thread.openBackEnd(BACK_END);
      const cut = { ...files, 'weights.bin': files['weights.bin'].subarray(4) };
      await expect(thread.loadModel(cut)).rejects.toThrow(/^weights\.bin: expected \d+ bytes, got \d+/);
      const there = await thread.loadModel(files);
      await expect(there.predictCells(picture[0], 3, 3, 1)).rejects.toThrow(/expected lightness \[3 · 3\]/);
      expect((await there.predictCells(...picture, 1)).across).toBe(6);
    });
  });

  it('leaves no request unanswered when it is closed', async () => {
    const thread = modelThread({ workerUrl });
    await thread.openBackEnd(BACK_END);
    const there = await thread.loadModel(files);
    const asked = Promise.allSettled([1, 2, 3].map(() => there.predictLogits(...picture)));
    await thread.close();
    expect(await asked).toHaveLength(3);
  });
});
