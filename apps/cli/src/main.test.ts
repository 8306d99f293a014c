import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  curvesTable,
  imagesTable,
  lightnessTable,
  patchesTable,
  photosTable,
  priorTable,
} from '@tintype/records';
import {
  computeFingerprint,
  MANIFEST_FORMAT,
  manifestPath,
  openStore,
  sha256,
  type Shard,
  writeManifest,
} from '@tintype/store';

import { main } from './main.ts';

const folder = mkdtempSync(join(tmpdir(), 'tintype-cli-'));
const store = openStore(join(folder, 'data', 'store'));
afterAll(() => rmSync(folder, { recursive: true }));

async function run(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const written = { out: '', err: '' };
  const code = await main(argv, {
    cwd: folder,
    env: {},
    stdout: { write: (text) => (written.out += text) },
    stderr: { write: (text) => (written.err += text) },
  });
  return { code, ...written };
}

async function shard(
  name: string,
  table: string | undefined,
  rows: number,
  content: Uint8Array,
): Promise<Shard> {
  const { sha256, bytes } = await store.putBlob(content);
  return {
    name,
    fingerprint: computeFingerprint({ name }),
    sha256,
    bytes,
    rows,
    ...(table ? { table } : {}),
  };
}

async function artefact(
  recipe: string,
  stage: string,
  input: string,
  shards: readonly Shard[],
): Promise<void> {
  const address = { pipeline: 'pipeline', recipe, stage };
  await writeManifest(manifestPath(join(folder, 'data', 'manifests'), address), {
    ...address,
    formatVersion: MANIFEST_FORMAT,
    fingerprint: computeFingerprint({ recipe, stage }),
    settings: { window: 10 },
    inputs: [{ stage: input, content: sha256(input) }],
    shards: [...shards],
    summary: { kept: 2, scores: [{ method: 'grey', auc: 0.84 }] },
    files: {},
  });
}

const id = (row: number) => row.toString(16).padStart(64, '0');

function patches(rows: number, lightness: number): Uint8Array {
  const index = Array.from({ length: rows }, (_, row) => row);
  return patchesTable.encode({
    photo: index.map(id),
    index,
    x: index,
    y: index,
    lightness: { data: new Float32Array(rows * 64).fill(lightness), shape: [8, 8] },
    ab: { data: new Float32Array(rows * 32).fill(20), shape: [4, 4, 2] },
  });
}

const images = imagesTable.encode({
  photo: [id(1)],
  nearGrey: [false],
  lab: { data: new Float32Array(48).fill(50), shape: [4, 4, 3] },
});

const photos = photosTable.encode({
  photo: [id(1), id(2), id(3)],
  path: ['a.jpg', 'b.jpg', 'c.jpg'],
  class: ['forest', 'coast', 'forest'],
  width: [256, 256, 1],
  height: [256, 256, 1],
  format: ['jpeg', 'jpeg', 'png'],
  bytes: [1, 2, 3],
  split: ['train', 'test', ''],
  status: ['kept', 'kept', 'quarantined'],
  reason: ['', '', '1×1: smaller than 32 px'],
});

const prior = priorTable.encode({
  bin: [0, 1],
  a: [-5, 5],
  b: [5, 5],
  count: [1, 3],
  probability: [0.25, 0.75],
  weight: [1.5, 0.8],
});

const lightness = lightnessTable.encode({ lightness: [50], count: [2], sumA: [9000], sumB: [-500] });

const curves = curvesTable.encode({
  epoch: [0, 1],
  step: [10, 20],
  patches: [100, 200],
  learningRate: [0.1, 0.1],
  trainLoss: [3, 2],
  trainKl: [1, 0.5],
  validationLoss: [3, 2.5],
  validationKl: [1, 0.7],
  validationAuc: [0.8, 0.85],
});

beforeAll(async () => {
  await artefact('default', 'ingest', 'source', [await shard('photos', 'photos', 3, photos)]);
  await artefact('default', 'convert', 'ingest', [await shard('images/0', 'images', 1, images)]);
  await artefact('default', 'prior', 'convert', [
    await shard('lightness', 'lightness', 1, lightness),
    await shard('prior', 'prior', 2, prior),
    await shard('balance', 'prior', 2, prior),
  ]);
  await artefact('default', 'patches', 'convert', [
    await shard('patches/0', 'patches', 2, patches(2, 10)),
    await shard('patches/1', 'patches', 3, patches(3, 60)),
  ]);
  await artefact('default', 'train', 'prior', [
    await shard('curves', 'curves', 2, curves),
    await shard('model/model.json', undefined, 0, new TextEncoder().encode('{}')),
  ]);
  await artefact('forest', 'ingest', 'source', [await shard('photos', 'photos', 3, photos)]);
});

describe('tintype', () => {
  it('prints its commands and exit codes', async () => {
    const { code, out } = await run('--help');
    expect(code).toBe(0);
    expect(out).toMatch(/inspect {4}Lists artefacts/);
    expect(out).toContain('130 interrupted');
    expect(await run()).toEqual(await run('--help'));
  });

  it('prints the options of a command, whatever else is given', async () => {
    const { code, out } = await run('inspect', 'patches', '--help');
    expect(code).toBe(0);
    expect(out).toContain('Usage: tintype inspect [stage | file.arrow] [options]');
    expect(out).toContain('-c, --recipe <name>');
  });

  it.each([
    [['inspct'], 'tintype: unknown command "inspct": did you mean "inspect"? (tintype --help)\n'],
    [['inspect', '--colunm', 'a'], 'tintype: inspect: unknown option --colunm: did you mean --column?\n'],
    [['inspect', '--rows', 'many'], 'tintype: inspect: --rows: expected a whole number, got "many"\n'],
    [['inspect', 'a', 'b'], 'tintype: inspect: unexpected "b": expected at most 1 of [stage | file.arrow]\n'],
  ])('refuses %j with one line and exit code 2', async (argv, err) => {
    expect(await run(...argv)).toEqual({ code: 2, out: '', err });
  });

  it.each([
    [['eval'], 'eval: --photos: expected a folder of colour photos, got none'],
    [['eval', '--photos', 'none'], 'none: there is no such folder'],
    [['eval', '--photos', 'p/a.jpg'], 'eval: --photos: expected a folder, got the file '],
    [['eval', '--photos', 'empty'], 'eval: --photos: empty: expected at least one of .jpg'],
    [['eval', '--photos', ''], 'eval: --photos: expected a folder, got ""'],
    [['eval', '--photos=~/no-such-photos'], `${homedir()}/no-such-photos: there is no such folder`],
    [['colorize', 'p', '--out', ''], 'colorize: --out: expected a folder, got ""'],
    [['colorize', '', '--out', 'o'], 'colorize: expected <files, folders or ->, got ""'],
    [['eval', '--photos', 'p', '--temperature', '1.5'], 'expected a number from 0 to 1, got "1.5"'],
    [['eval', '--photos', 'p', '--same-original', '('], 'expected a regular expression, got "("'],
    [['eval', '--photos', 'p', '--model', 'bundeld'], 'did you mean "bundled"?'],
  ])('refuses %j before it computes anything', async (argv, hint) => {
    mkdirSync(join(folder, 'p'), { recursive: true });
    mkdirSync(join(folder, 'empty'), { recursive: true });
    writeFileSync(join(folder, 'p', 'a.jpg'), '');
    const { code, out, err } = await run(...argv);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(hint);
  });

  it('prints the stack of an error with --debug only', async () => {
    expect((await run('inspect', 'x/missing.arrow')).err.split('\n')).toHaveLength(2);
    expect((await run('inspect', 'x/missing.arrow', '--debug')).err).toMatch(/\n {4}at /);
  });
});

describe('tintype inspect', () => {
  it('lists the artefacts of all recipes, stages behind their inputs', async () => {
    const { code, out, err } = await run('inspect');
    const lines = out.split('\n');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const stages = lines.slice(1, -1).map((line) => line.split(/ +/)[2]);
    expect(stages).toEqual(['ingest', 'convert', 'patches', 'prior', 'train', 'ingest']);
    expect(out).toMatch(/^pipeline {2}default {2}patches +2 +[\d.]+ kB +[0-9a-f]{10} +patches 5$/m);
    expect(out).toMatch(/^pipeline {2}default {2}train .* curves 2 · 1 other file$/m);
    expect(out).toMatch(/^pipeline {2}forest +ingest .* photos 3$/m);
  });

  it('finds the data folder from a folder inside the workspace', async () => {
    const inside = join(folder, 'apps', 'deep');
    mkdirSync(inside, { recursive: true });
    let out = '';
    const stdout = { write: (text: string) => (out += text) };
    await main(['inspect'], { cwd: inside, env: {}, stdout, stderr: stdout });
    expect(out).toContain('patches 5');
  });

  it('says what to do when there is nothing', async () => {
    const { code, out, err } = await run('inspect', '--data', 'empty');
    expect({ code, out }).toEqual({ code: 0, out: '' });
    expect(err).toBe(
      `tintype: no artefacts in ${join(folder, 'empty')}: run "npx nx run pipeline:all" first\n`,
    );
    expect((await run('inspect', 'patches', '--data', 'empty')).code).toBe(1);
  });

  it('shows an artefact: facts, columns with shapes, shards', async () => {
    const { code, out } = await run('inspect', 'patches');
    expect(code).toBe(0);
    expect(out).toContain('patches of pipeline, recipe default');
    expect(out).toMatch(/^ {2}settings +window 10$/m);
    expect(out).toMatch(/^ {2}summary +kept 2$/m);
    expect(out).toMatch(/^ {2}scores:\n {2}method +auc\n {2}grey +0.84$/m);
    expect(out).toMatch(/patches: 5 rows in 2 shards, [\d.]+ kB/);
    expect(out).toMatch(/^ {2}ab +float32 +H 4 × W 4 × C 2 +ab units +a, b in the middle of the window$/m);
    expect(out).toMatch(/^ {2}patches\/1 +3 +/m);
  });

  it('says in which unit a column is, in words and for programs', async () => {
    expect((await run('inspect', 'prior')).out).toMatch(
      /^ {2}sum_a +float64 +thousandths of an ab unit +sum of a over these pixels$/m,
    );
    const { out } = await run('inspect', 'prior', '--column', 'sum_a');
    expect(out).toMatch(/^ {2}sum_a, thousandths of an ab unit: 1 values?$/m);
  });

  it('gives the statistics of a column over all shards', async () => {
    const { out } = await run('inspect', 'patches', '--column', 'lightness');
    expect(out).toContain('lightness, 0..100: 320 values');
    expect(out).toMatch(/^ +10 +40 +60 +24\.495$/m);
    expect((await run('inspect', 'ingest', '--column', 'class')).out).toMatch(/^ +forest +2$/m);
  });

  it('shows the first rows, across shards', async () => {
    const { out } = await run('inspect', 'patches', '--rows', '3');
    expect(out.split('\n').filter((line) => line.includes('20 … 20'))).toHaveLength(3);
    expect(out).toMatch(/^ +0000000000 +0 +0 +0 +60 … 60 +20 … 20$/m);
  });

  it.each([
    [['patchs'], 'did you mean "patches"?'],
    [['xyz'], 'there are ingest, convert, patches, prior, train'],
    [['patches', '--recipe', 'forst'], 'did you mean "forest"?'],
    [['patches', '--column', 'lightnes'], 'did you mean "lightness"?'],
    [['none.arrow'], 'none.arrow: no such file'],
  ])('answers %j with what there is, and exit code 2', async (argv, hint) => {
    const { code, out, err } = await run('inspect', ...argv);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(hint);
  });

  it('prints one JSON document with --json', async () => {
    const list = JSON.parse((await run('inspect', '--json')).out);
    expect(list.artefacts).toHaveLength(6);
    expect(list.artefacts[2]).toMatchObject({ stage: 'patches', rows: { patches: 5 }, shards: 2 });

    const { out } = await run('inspect', 'train', '--json', '--rows', '1', '--column', 'train_loss');
    expect(JSON.parse(out)).toMatchObject({
      stage: 'train',
      tables: [
        {
          table: 'curves',
          rows: 2,
          columns: expect.arrayContaining([
            expect.objectContaining({
              name: 'train_loss',
              unit: 'nats',
              description: 'weighted cross-entropy, mean over the epoch',
              statistics: expect.objectContaining({ mean: 2.5 }),
            }),
          ]),
          firstRows: [expect.objectContaining({ epoch: 0, train_loss: 3 })],
        },
      ],
      files: [{ name: 'model/model.json', bytes: 2 }],
    });
    expect(JSON.parse((await run('inspect', '--json', '--data', 'empty')).out)).toEqual({ artefacts: [] });
  });

  it('looks into a single Arrow file', async () => {
    writeFileSync(join(folder, 'some.arrow'), images);
    expect((await run('inspect', 'some.arrow')).out).toMatch(/images: 1 row in 1 shard,/);
    writeFileSync(join(folder, 'cut.arrow'), images.subarray(0, 300));
    expect(await run('inspect', 'cut.arrow')).toMatchObject({
      code: 1,
      err: expect.stringContaining('truncated'),
    });
  });

  it.each(['ingest', 'convert', 'prior', 'patches', 'train'])('draws %s', async (stage) => {
    const { code, err } = await run('inspect', stage, '--png', `${stage}.png`);
    expect({ code, err }).toMatchObject({ code: 0, err: expect.stringMatching(/^\w+\.png: /) });
    expect(
      readFileSync(join(folder, `${stage}.png`))
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
  });

  it('says what to do where no picture can be written', async () => {
    expect(await run('inspect', 'prior', '--png', 'gone/prior.png')).toMatchObject({
      code: 1,
      err: expect.stringMatching(
        /cannot write .*gone\/prior\.png: ENOENT.*; choose a file in a folder that is there/,
      ),
    });
  });

  it('draws tables of one kind apart', async () => {
    const { err } = await run('inspect', 'prior', '--png', 'apart.png');
    expect(err).toBe('apart.png: prior: 2 bins; balance: 2 bins\n');
    const widthOf = (png: string) => readFileSync(join(folder, png)).readUInt32BE(16); // in its header
    writeFileSync(join(folder, 'one.arrow'), prior);
    expect((await run('inspect', 'one.arrow', '--png', 'one.png')).err).toBe('one.png: one.arrow: 2 bins\n');
    expect(widthOf('apart.png')).toBe(2 * widthOf('one.png'));
  });

  it('says which shard is lost and how to make it again', async () => {
    const kept = await shard('patches/0', 'patches', 1, patches(1, 99));
    await artefact('lost', 'patches', 'convert', [kept]);
    rmSync(store.blobPath(kept.sha256));
    const { code, err } = await run('inspect', 'patches', '--recipe', 'lost');
    expect(code).toBe(1);
    expect(err).toContain('patches: shard patches/0: expected');
    expect(err).toContain('npx nx run pipeline:patches -c lost');
  });
});
