import { mkdir, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  computeFingerprint,
  type Manifest,
  MANIFEST_FORMAT,
  manifestPath,
  openStore,
  type Shard,
  writeManifest,
} from '@tintype/store';

import { type OpenedStudio, openStudio } from './testing/open-studio.ts';

let studio: OpenedStudio;
beforeEach(async () => {
  studio = await openStudio();
});
afterEach(async () => {
  await studio.close();
  await rm(studio.folder, { recursive: true });
});

const ask = async (path: string) => {
  const response = await fetch(`${studio.address}${path}`);
  return { status: response.status, answer: await response.json() };
};

async function makeShard(name: string): Promise<Shard> {
  const store = openStore(join(studio.data, 'store'));
  const fingerprint = computeFingerprint(name);
  const shard = { name, fingerprint, rows: 1, ...(await store.putBlob(Buffer.from(`bytes of ${name}`))) };
  await store.record(fingerprint, [shard]);
  return shard;
}

async function makeManifest(recipe: string, stage: string, files: Manifest['files'] = {}) {
  const address = { pipeline: 'pipeline', recipe, stage };
  await writeManifest(manifestPath(join(studio.data, 'manifests'), address), {
    ...{ ...address, formatVersion: MANIFEST_FORMAT, fingerprint: computeFingerprint(stage), settings: {} },
    ...{ inputs: [], shards: [await makeShard(`${recipe} ${stage}`)], summary: {}, files },
  });
}

describe('the studio’s server', () => {
  it('says what there is: models, and examples with their terms', async () => {
    const { sha256 } = await makeShard('model.json');
    await makeManifest('forest', 'train', { 'model/model.json': sha256 });
    await makeManifest('forest', 'prior');
    expect((await ask('studio.json')).answer).toEqual({
      data: true,
      models: [
        { name: 'bundled', path: 'models/bundled/' },
        { name: 'forest', path: 'models/forest/' },
      ],
      examples: [{ name: 'The mill', path: 'examples/old%20mill.jpg', credit: 'Ann, CC0-1.0' }],
    });
  });

  it('serves the model of a recipe from the store', async () => {
    const { sha256 } = await makeShard('model.json');
    await makeManifest('forest', 'train', { 'model/model.json': sha256 });
    const model = await fetch(`${studio.address}models/forest/model.json`);
    expect(await model.text()).toBe('bytes of model.json');
    expect(model.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(model.headers.get('cache-control')).toBe('no-cache'); // it may be trained anew
    expect((await ask('models/forest/weights.bin')).status).toBe(404);
  });

  it('lists manifests in the order of the stages, with the time of their newest shard', async () => {
    for (const stage of ['train', 'ingest', 'prior']) await makeManifest('forest', stage);
    await makeManifest('coast', 'ingest');
    const record = computeFingerprint('forest train');
    const made = new Date('2026-01-02T03:04:05.000Z');
    await utimes(join(studio.data, 'store/shards', record.slice(0, 2), `${record}.json`), made, made);
    const { answer } = await ask('api/manifests');
    const line = (recipe: string, stage: string, time: unknown = expect.any(String)) => ({
      ...{ pipeline: 'pipeline', recipe, stage, made: time },
    });
    expect(answer).toEqual([
      line('coast', 'ingest'),
      line('forest', 'ingest'),
      line('forest', 'prior'),
      line('forest', 'train', made.toISOString()),
    ]);
  });

  it('lists a manifest that is damaged like any other, and a new one the next time', async () => {
    await makeManifest('forest', 'ingest');
    expect((await ask('api/manifests')).answer).toHaveLength(1);
    await mkdir(join(studio.data, 'manifests/pipeline/coast'), { recursive: true });
    await writeFile(join(studio.data, 'manifests/pipeline/coast/train.json'), '{"half":');
    expect((await ask('api/manifests')).answer).toMatchObject([{ recipe: 'coast' }, { recipe: 'forest' }]);
    const raw = await fetch(`${studio.address}data/manifests/pipeline/coast/train.json`);
    expect(await raw.text()).toBe('{"half":');
    expect((await ask('studio.json')).status).toBe(200);
    expect(studio.faults.map(String)).toEqual([expect.stringMatching(/train\.json: not a manifest/)]);
  });

  it('has nothing to list where nothing has run', async () => {
    expect((await ask('api/manifests')).answer).toEqual([]);
  });

  it.each(['api/status', 'api/explain?recipe=forest'])(
    'says what %s needs, where it is not',
    async (path) => {
      const { status, answer } = await ask(path);
      expect({ status, answer }).toEqual({
        status: 404,
        answer: {
          error: expect.stringMatching(/in a workspace only: expected "pipelines" beside the data folder/),
        },
      });
    },
  );
});
