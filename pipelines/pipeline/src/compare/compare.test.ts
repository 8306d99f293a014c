import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { beforeEach, describe, expect, it } from '@jest/globals';
import { imagesTable, photosTable, predictionsTable } from '@tintype/records';
import {
  computeFingerprint,
  type Json,
  MANIFEST_FORMAT,
  manifestPath,
  openStore,
  type Shard,
  writeManifest,
} from '@tintype/store';

import { compareRuns } from './compare.ts';

const SIDE = 8;
const idOf = (name: string) => computeFingerprint(name) as string;

let workspace = '';
beforeEach(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'compare-'));
});

interface FakeRun {
  readonly recipe: string;
  /** Names of held-out photos. */
  readonly test: readonly string[];
  readonly insteadOf?: string;
}

async function put(name: string, table: string, bytes: Uint8Array, rows: number): Promise<Shard> {
  const blob = await openStore(join(workspace, 'data/store')).putBlob(bytes);
  return { name, table, rows, fingerprint: computeFingerprint(name), ...blob };
}

async function writeStage(
  recipe: string,
  stage: string,
  parts: Partial<Record<'settings' | 'summary', Json>>,
  shards: readonly Shard[] = [],
) {
  const address = { pipeline: 'pipeline', recipe, stage };
  await writeManifest(manifestPath(join(workspace, 'data/manifests'), address), {
    ...{
      formatVersion: MANIFEST_FORMAT,
      ...address,
      fingerprint: computeFingerprint(stage),
      inputs: [],
      files: {},
    },
    ...{ settings: {}, summary: {}, ...parts },
    shards: [...shards],
  });
}

async function writeRun({ recipe, test, insteadOf }: FakeRun): Promise<void> {
  const ids = test.map(idOf);
  const integers = () => new Int32Array(test.length).fill(SIDE);
  const photos = photosTable.encode({
    photo: ids,
    path: test.map((name) => `${name}.jpg`),
    class: test.map(() => 'coast'),
    ...{ width: integers(), height: integers(), format: test.map(() => 'jpeg') },
    bytes: new Float64Array(test.length),
    ...{ split: test.map(() => 'test'), status: test.map(() => 'kept'), reason: test.map(() => '') },
  });
  const rgb = { data: new Uint8Array(test.length * SIDE * SIDE * 3).fill(90), shape: [SIDE, SIDE, 3] };
  const predictions = predictionsTable.encode({
    photo: ids,
    temperature: new Float32Array(test.length).fill(0.38),
    rgb,
  });
  const lab = { data: new Float32Array(rgb.data.length).fill(50), shape: [SIDE, SIDE, 3] };
  const images = imagesTable.encode({ photo: ids, nearGrey: test.map(() => false), lab });
  const score = { photos: test.length, auc: 0.9, rmseAb: 12, psnr: 22, chromaRatio: 1.2 };
  const scores = [
    { method: 'network', temperature: 0.38, aucBalanced: 0.84, ...score },
    { method: 'grey', temperature: null, aucBalanced: 0.8, ...score },
    { method: 'mean per row', temperature: null, aucBalanced: 0.82, ...score },
  ];
  const count = test.length;
  const summary = {
    ...{ photos: count, kept: count, quarantined: 0, unreadable: [], train: 0, validation: 0, test: count },
    ...{ classes: ['coast'], insteadOf: insteadOf ?? null },
  };
  const source = { kind: 'folder', path: 'photos' };
  await writeStage(recipe, 'ingest', { summary, settings: { source } }, [
    await put('photos', 'photos', photos, test.length),
  ]);
  await writeStage(recipe, 'convert', { summary: { images: count, nearGrey: 0, size: SIDE } }, [
    await put('test/0', 'images', images, test.length),
  ]);
  const gamut = { gamut: 'dataset', window: 10, beyond: 0 };
  await writeStage(recipe, 'prior', { summary: { bins: 188, ...gamut, weightMin: 0.5, weightMax: 2 } });
  await writeStage(recipe, 'patches', { summary: { train: 0, validation: 0 } });
  await writeStage(recipe, 'train', {
    summary: { backEnd: 'wasm', parameters: 1234, epochs: 1, keptEpoch: 1, stoppedEarly: false },
    settings: { network: { kind: 'article', width: 4 } },
  });
  await writeStage(recipe, 'evaluate', { summary: { scores }, settings: { temperature: 0.38 } }, [
    await put('predictions/test/0', 'predictions', predictions, test.length),
  ]);
}

describe('compare', () => {
  it('puts every finished run into one table, beside its best baseline', async () => {
    await writeRun({ recipe: 'one', test: ['a', 'b'] });
    await writeRun({ recipe: 'two', test: ['b'] });
    await writeStage('unfinished', 'ingest', { summary: { kept: 1 } });
    const { text } = await compareRuns(workspace);
    expect(text).toMatch(/^one +2 +2 +188 +article, width 4 +1,234 +0\.38 +0\.840 \/ 0\.820/m);
    expect(text).toMatch(/^two /m);
    expect(text).not.toContain('unfinished');
  });

  it('shows a photo once, with what each run that held it out made of it', async () => {
    await writeRun({ recipe: 'one', test: ['a', 'b'] });
    await writeRun({ recipe: 'two', test: ['b'] });
    await compareRuns(workspace);
    const page = await readFile(join(workspace, 'data/reports/pipeline/compare.html'), 'utf8');
    expect(page.match(/<img/g)).toHaveLength(2 + 3);
    expect(page.match(/not held out/g)).toHaveLength(1);
    expect(page.indexOf('b.jpg')).toBeLessThan(page.indexOf('a.jpg'));
  });

  it('shows the name of a photo as text, under a policy that would let it load and run nothing', async () => {
    const name = '<img src=x onerror=alert(1)>';
    await writeRun({ recipe: 'one', test: [name] });
    await compareRuns(workspace);
    const page = await readFile(join(workspace, 'data/reports/pipeline/compare.html'), 'utf8');
    expect(page).not.toContain(name);
    expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;.jpg');
    expect(page).toContain('default-src &#39;none&#39;');
  });

  it('says what each measure of the table does, and what it weighs by', async () => {
    await writeRun({ recipe: 'one', test: ['a'] });
    const { text } = await compareRuns(workspace);
    const [header = ''] = text.split('\n');
    const shown = ['balanced AuC', 'raw AuC', 'RMSE ab', 'hue agreement', 'PSNR', 'chroma'];
    for (const name of shown) {
      expect(header).toContain(name);
      expect(text).toMatch(new RegExp(`^${name}.* \\((higher|lower|near 1) is better\\): .`, 'm'));
    }
    expect(text).toMatch(/^RMSE ab \(lower is better\): Typical distance/m);
    expect(text).toContain('it weighs colours by the photos and bins of its own recipe');
    expect(text).not.toContain('prior');
  });

  it('gives programs every score of every run', async () => {
    await writeRun({ recipe: 'one', test: ['a', 'b'] });
    const { document } = await compareRuns(workspace);
    expect(JSON.parse(JSON.stringify(document))).toEqual({
      runs: [
        {
          ...{ recipe: 'one', photos: 2, heldOut: 2, bins: 188, parameters: 1234 },
          ...{ temperature: 0.38, coherence: 0, saturation: 1 },
          ...{ insteadOf: null, network: 'article, width 4' },
          evaluate: { scores: expect.arrayContaining([expect.objectContaining({ method: 'mean per row' })]) },
        },
      ],
      notes: expect.arrayContaining([expect.stringContaining('Behind the slash')]),
      report: 'data/reports/pipeline/compare.html',
    });
  });

  it('says what to run when nothing has been', async () => {
    await expect(compareRuns(workspace)).rejects.toThrow('compare: expected a recipe that has been run');
  });
});
