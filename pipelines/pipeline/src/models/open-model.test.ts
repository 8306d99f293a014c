import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { beforeEach, describe, expect, it } from '@jest/globals';
import { MOST_WIDTH } from '@tintype/network/rebuilt';
import { UserError } from '@tintype/stage';
import {
  computeFingerprint,
  MANIFEST_FORMAT,
  manifestPath,
  openStore,
  sha256,
  writeManifest,
} from '@tintype/store';

import { trainSettings } from '../schemas/train.ts';
import { findModel, type ModelPlaces, openModel } from './open-model.ts';

let places: ModelPlaces = { cwd: '', data: '', bundled: '', recipes: '' };
beforeEach(async () => {
  const cwd = await mkdtemp(join(tmpdir(), 'models-'));
  const data = join(cwd, 'data');
  places = { cwd, data, bundled: join(data, 'models/bundled'), recipes: join(cwd, 'recipes') };
  await mkdir(places.recipes);
  for (const recipe of ['best', 'forest']) await writeFile(join(places.recipes, `${recipe}.json`), '{}');
});

const text = (name: string, file = 'model.json') =>
  findModel(name, places)
    .then((found) => found.readIfThere(file))
    .then((bytes) => (bytes === null ? null : Buffer.from(bytes).toString()));

async function writeFolder(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(join(places.cwd, folder), { recursive: true });
  for (const [name, content] of Object.entries(files))
    await writeFile(join(places.cwd, folder, name), content);
}

async function train(recipe: string, content: string): Promise<void> {
  const { sha256 } = await openStore(join(places.data, 'store')).putBlob(Buffer.from(content));
  const address = { pipeline: 'pipeline', recipe, stage: 'train' };
  await writeManifest(manifestPath(join(places.data, 'manifests'), address), {
    formatVersion: MANIFEST_FORMAT,
    ...address,
    fingerprint: computeFingerprint(content),
    ...{ settings: {}, inputs: [], shards: [], summary: {} },
    files: { 'model/model.json': sha256 },
  });
}

async function refusal(name: string): Promise<{ message: string; exitCode: number }> {
  const error = await findModel(name, places).then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof UserError)) throw new Error(`expected a UserError, got ${String(error)}`);
  return { message: error.message, exitCode: error.exitCode };
}

describe('a model that is named', () => {
  it('is a folder', async () => {
    await writeFolder('some/model', { 'model.json': 'folder' });
    expect(await text('some/model')).toBe('folder');
    expect(await text(join(places.cwd, 'some/model'))).toBe('folder');
    expect(await text('some/model', 'prior.arrow')).toBeNull();
  });

  it('is what a recipe has been trained to, although its folder is gone', async () => {
    await train('best', 'trained');
    expect(await text('best')).toBe('trained');
    expect(await text('best', 'weights.bin')).toBeNull();
  });

  it('is the recipe where a folder has the same name, which ./ still reaches', async () => {
    await train('best', 'trained');
    await writeFolder('best', { 'model.json': 'folder' });
    expect([await text('best'), await text('./best')]).toEqual(['trained', 'folder']);
  });

  it('is the bundled one', async () => {
    expect(await refusal('bundled')).toEqual({
      message: expect.stringContaining('npx nx run pipeline:bundle -c best'),
      exitCode: 1,
    });
    await writeFolder('data/models/bundled', { 'model.json': 'bundled' });
    expect(await text('bundled')).toBe('bundled');
  });

  it.each([
    ['forest', 1, 'run "npx nx run pipeline:all -c forest"'],
    ['forst', 2, 'did you mean "forest"?'],
    ['bundle', 2, 'did you mean "bundled"?'],
    ['portrait', 2, 'expected bundled, best, forest or a model folder'],
    ['photos', 2, 'found no model.json in it'],
    ['photos/a.jpg', 2, 'no such folder or recipe'],
    ['runs/best', 2, 'the model is in its folder "model": runs/best/model'],
    ['../..', 2, 'found no model.json in it'],
  ])('%s is refused with exit code %i: %s', async (name, exitCode, hint) => {
    await writeFolder('photos', { 'a.jpg': '' });
    await writeFolder('runs/best/model', { 'model.json': '' });
    expect(await refusal(name)).toEqual({ message: expect.stringContaining(hint), exitCode });
  });

  it('says what to run where the store has lost it', async () => {
    await train('best', 'trained');
    const found = await findModel('best', places);
    const other = { ...places, data: join(places.cwd, 'other') };
    await writeManifest(
      manifestPath(join(other.data, 'manifests'), { pipeline: 'pipeline', recipe: 'best', stage: 'train' }),
      {
        formatVersion: MANIFEST_FORMAT,
        ...{ pipeline: 'pipeline', recipe: 'best', stage: 'train' },
        fingerprint: computeFingerprint(''),
        ...{ settings: {}, inputs: [], shards: [], summary: {} },
        files: { 'model/model.json': sha256('lost') },
      },
    );
    expect(await found.readIfThere('model.json')).not.toBeNull();
    const lost = await findModel('best', other);
    await expect(lost.readIfThere('model.json')).rejects.toThrow(/run "npx nx run pipeline:train -c best"/);
  });
});

describe('openModel', () => {
  it.each([
    [{ 'model.json': 'no JSON', 'weights.bin': '' }, 'model m: model.json: expected JSON'],
    [{ 'model.json': '{"modelTopology":{}}', 'weights.bin': '' }, 'is this a Tintype model?'],
    [{ 'model.json': '{}' }, 'model m: expected weights.bin, found none'],
  ])('refuses %j with one line', async (files, hint) => {
    await writeFolder('m', files);
    await expect(openModel('m', places, 'cpu')).rejects.toThrow(hint);
    await expect(openModel('m', places, 'cpu')).rejects.toBeInstanceOf(UserError);
  });
});

it('a recipe can be as wide as a model that is opened, and no wider', () => {
  const widthOf = (width: number) => trainSettings.safeParse({ network: { width } }).success;
  expect([widthOf(MOST_WIDTH), widthOf(MOST_WIDTH + 1)]).toEqual([true, false]);
});
