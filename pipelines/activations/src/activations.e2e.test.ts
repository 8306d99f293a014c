import { mkdir, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { beforeAll, describe, expect, it } from '@jest/globals';
import { rngFrom } from '@tintype/colour';
import { classifierCurvesTable, predictedLabelsTable } from '@tintype/records';
import { filesIn, newWorkspace, type NxRun, runNxTarget, runTintype } from '@tintype/stage/testing';
import { openStore, readManifest } from '@tintype/store';

import { idxImages, idxLabels } from './testing/idx-files.ts';

const SIDE = 8;
const RECIPE = 'pipelines/activations/recipes/tiny.json';
const TINY = {
  ingest: {
    source: {
      kind: 'idx',
      train: { images: { path: 'digits/train-images' }, labels: { path: 'digits/train-labels' } },
      test: { images: { path: 'digits/test-images' }, labels: { path: 'digits/test-labels' } },
    },
    validation: 20,
  },
  train: {
    backEnd: 'wasm',
    network: { kind: 'dense', hidden: [8] },
    activations: [{ kind: 'relu' }, { kind: 'rrelu' }],
    batchNorm: [true],
    seeds: [1],
    epochs: 2,
    learningRate: 0.02,
  },
};

let workspace: string;
let first: NxRun;
beforeAll(async () => {
  workspace = await newWorkspace();
  await mkdir(join(workspace, 'digits'));
  await writePair('train', 120);
  await writePair('test', 40);
  await writeRecipe(TINY);
  first = await run();
}, 180_000);

describe('npx nx run activations:all', () => {
  it('takes a pair of IDX files to networks and a report', async () => {
    expect(first.exitCode).toBe(0);
    const { summary } = await manifestOf('ingest');
    expect(summary).toEqual({ train: 100, validation: 20, test: 40, classes: 3, side: 8 });
    const results = (await filesIn(workspace, 'data/reports/activations/tiny')).map(({ path }) => path);
    for (const name of ['report.html', 'results.md', 'activations.arrow', 'cells.arrow', 'accuracy.png'])
      expect(results).toContain(`/data/reports/activations/tiny/${name}`);
    const store = openStore(join(workspace, 'data/store'));
    const bytesOf = async (name: string) => {
      const shard = (await manifestOf('train')).shards.find((one) => one.name === name);
      return shard === undefined ? new Uint8Array() : store.readBlob(shard.sha256);
    };
    expect(predictedLabelsTable.decode(await bytesOf('rrelu/normalised/1/test')).image).toHaveLength(40);
    expect(classifierCurvesTable.decode(await bytesOf('relu/normalised/1/curves')).epoch).toHaveLength(2);
  });

  it('leaves nothing to do, as explain and status say', async () => {
    const stagesOf = async (...words: string[]) => {
      const { output } = await runTintype(workspace, ...words, '--pipeline', 'activations', '--json');
      return JSON.parse(output).stages as readonly { readonly state: string }[];
    };
    const fresh = ['fresh', 'fresh', 'fresh'];
    expect((await stagesOf('explain', '-c', 'tiny')).map(({ state }) => state)).toEqual(fresh);
    expect((await stagesOf('status', 'tiny')).map(({ state }) => state)).toEqual(fresh);
  });

  it('gives the same bytes from an empty store, but for the time that it took', async () => {
    const steady = async () =>
      (await manifestOf('train')).shards
        .filter(({ name }) => !name.endsWith('/times'))
        .map(({ sha256 }) => sha256);
    const before = await steady();
    for (const folder of ['data', '.nx']) await rm(join(workspace, folder), { recursive: true });
    expect((await run()).exitCode).toBe(0);
    expect(await steady()).toEqual(before);
  });

  it('trains the new networks alone when a seed is added', async () => {
    const before = await manifestOf('train');
    await writeRecipe({ ...TINY, train: { ...TINY.train, seeds: [1, 2] } });
    const { stages } = await run();
    expect(stages['ingest']?.cached).toBe(true);
    const after = (await manifestOf('train')).shards.map(({ sha256 }) => sha256);
    expect(after).toHaveLength(2 * before.shards.length);
    // Times are among them, which would differ had these networks been trained again.
    expect(after).toEqual(expect.arrayContaining(before.shards.map(({ sha256 }) => sha256)));
  });

  it('says what is wrong with a file that is cut short, and nothing else', async () => {
    await truncate(join(workspace, 'digits/test-images'), 1000);
    const { exitCode, output } = await run();
    expect(exitCode).not.toBe(0);
    expect(output).toMatch(
      /tintype: .*digits\/test-images: expected 2576 bytes for 40 × 8 × 8 pictures, got 1000/,
    );
    expect(output).not.toMatch(/^\s+at /m);
  });
});

function run(): Promise<NxRun> {
  return runNxTarget(workspace, { pipeline: 'activations', target: 'all', recipe: 'tiny' });
}

async function manifestOf(stage: string) {
  const manifest = await readManifest(join(workspace, `data/manifests/activations/tiny/${stage}.json`));
  if (manifest === null) throw new Error(`expected a manifest of ${stage}`);
  return manifest;
}

async function writeRecipe(recipe: object): Promise<void> {
  await writeFile(join(workspace, RECIPE), JSON.stringify(recipe));
}

/** Pictures with a bright left, middle or right. */
async function writePair(split: string, count: number): Promise<void> {
  const rng = rngFrom(split);
  const labels = Array.from({ length: count }, () => Math.floor(3 * rng()));
  const pictures = labels.map((label) =>
    Array.from({ length: SIDE * SIDE }, (_, i) =>
      Math.floor(100 * rng() + (Math.floor(((i % SIDE) * 3) / SIDE) === label ? 150 : 0)),
    ),
  );
  await writeFile(join(workspace, `digits/${split}-images`), idxImages(pictures, [SIDE, SIDE]));
  await writeFile(join(workspace, `digits/${split}-labels`), idxLabels(labels));
}
