import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';

import { SHAPES, SMALL, smallGamut, syntheticPatches } from '../testing/synthetic-patches.ts';
import type { Batch, Encoding } from './batch.ts';
import { trainingOrder, validationOrder } from './batch-order.ts';
import { threadedBatches } from './batch-thread.ts';
import { type Batches, localBatches, readAhead } from './batches.ts';
import { cropOf } from './crop.ts';
import type { PatchSource } from './patch-source.ts';

const SERVER = `
import { serveBatches } from '../serve-batches.ts';
import { syntheticPatches } from '../testing/synthetic-patches.ts';
serveBatches(({ count, seed, broken }) => {
  const source = syntheticPatches(count, seed);
  const read = (rows, into) => {
    if (rows.includes(broken)) throw new Error('row ' + broken + ' is unreadable');
    return source.read(rows, into);
  };
  return { ...source, read };
});
`;
const ENCODING = { gamut: smallGamut(), weights: new Float32Array(9).fill(2), settings: SMALL };
const WEAR = {
  worn: 0.8,
  orthochromatic: 1,
  tone: 0.5,
  contrast: 0.5,
  blur: 2,
  vignette: 1,
  grain: 5,
} as const;
const DATA = { train: syntheticPatches(18, 'train'), validation: syntheticPatches(8, 'validation') };

let folder = '';
let workerUrl = new URL('file:///unset');

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tintype-batches-'));
  const outfile = join(folder, 'batches.worker.mjs');
  const stdin = { contents: SERVER, resolveDir: import.meta.dirname };
  await build({ stdin, outfile, bundle: true, format: 'esm', platform: 'node' });
  workerUrl = pathToFileURL(outfile);
});
afterAll(() => rm(folder, { recursive: true }));

describe('threadedBatches', () => {
  it('gives the batches that this thread would read, in the same order', async () => {
    const [local, threaded] = [await localBatches(DATA)(ENCODING), await open()];
    expect(await epoch(threaded, 1)).toEqual(await epoch(local, 1));
    expect(await all(threaded.of('validation', validationOrder(8, SMALL)))).toEqual(
      await all(local.of('validation', validationOrder(8, SMALL))),
    );
    expect(await epoch(threaded, 2)).toEqual(await epoch(local, 2));
    await threaded.close();
  });

  it('shows patches in the same way, cut, exposed and worn', async () => {
    const settings = { ...SMALL, augment: { ...SMALL.augment, crop: 24, exposure: 1, ...WEAR } };
    const crop = cropOf(settings, DATA.train);
    const encoding = { ...ENCODING, settings, crop };
    const [local, threaded] = [await localBatches(DATA)(encoding), await open(-1, encoding)];
    const plans = trainingOrder(18, settings, 1, { crop, odds: null });
    const expected = await all(local.of('train', plans));
    expect(await all(threaded.of('train', plans))).toEqual(expected);
    expect(expected).not.toEqual(await epoch(await localBatches(DATA)(ENCODING), 1));
    await threaded.close();
  });

  it('goes on with the next epoch when one was left early', async () => {
    const threaded = await open();
    for await (const _ of threaded.of('train', trainingOrder(18, SMALL, 1))) break;
    expect(await epoch(threaded, 2)).toEqual(await epoch(await localBatches(DATA)(ENCODING), 2));
    await threaded.close();
  });

  it('fails by the error of a source that cannot be read, now and ever after', async () => {
    const threaded = await open(7);
    await expect(epoch(threaded, 1)).rejects.toThrow('batches: row 7 is unreadable');
    await expect(epoch(threaded, 2)).rejects.toThrow('batches: row 7 is unreadable');
    await threaded.close();
  });

  it('fails by the thread’s own error when it cannot start', async () => {
    const broken = join(folder, 'broken.mjs');
    await writeFile(broken, 'throw new Error("no memory left");');
    const options = { workerUrl: pathToFileURL(broken), sources: { train: 0, validation: 0 } };
    const threaded = await threadedBatches(options)(ENCODING);
    await expect(epoch(threaded, 1)).rejects.toThrow('batches: no memory left');
  });

  it('ends what waits when it is closed', async () => {
    const threaded = await open();
    const taken = epoch(threaded, 1);
    await threaded.close();
    await expect(taken).rejects.toThrow(/their thread ended/);
  });
});

describe('readAhead', () => {
  it('never makes more batches than asked for ahead of the one in use', async () => {
    let [made, used] = [0, 0];
    const read = async () => ({ patches: ++made }) as Batch;
    for await (const _ of readAhead(trainingOrder(40, SMALL, 1), 3, read)) {
      used++;
      await new Promise(setImmediate);
      expect(made).toBe(Math.min(10, used + 3));
    }
    expect(used).toBe(10);
  });

  it('waits for what is being read when it is left, as readers share their memory', async () => {
    let reading = 0;
    const source: PatchSource = {
      count: 18,
      ...SHAPES,
      async read() {
        expect(++reading).toBe(1);
        await new Promise((resolve) => setTimeout(resolve, 2));
        reading--;
      },
    };
    const local = await localBatches({ train: source, validation: source })(ENCODING);
    for (let i = 0; i < 3; i++) for await (const _ of local.of('train', trainingOrder(18, SMALL, 1))) break;
    expect(reading).toBe(0);
  });

  it('passes on the error of a source that cannot be read', async () => {
    const source: PatchSource = { count: 10, ...SHAPES, read: () => Promise.reject(new Error('disk gone')) };
    const local = await localBatches({ train: source, validation: source })(ENCODING);
    await expect(epoch(local, 1)).rejects.toThrow('disk gone');
  });
});

function open(broken = -1, encoding: Encoding = ENCODING): Promise<Batches> {
  const sources = {
    train: { count: 18, seed: 'train', broken },
    validation: { count: 8, seed: 'validation', broken },
  };
  return threadedBatches({ workerUrl, sources })(encoding);
}

function epoch(batches: Batches, number: number): Promise<Batch[]> {
  return all(batches.of('train', trainingOrder(18, SMALL, number)));
}

async function all(batches: AsyncIterable<Batch>): Promise<Batch[]> {
  const found: Batch[] = [];
  for await (const batch of batches) found.push(batch);
  return found;
}
