import { access, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { rngFrom, srgbToLab, type Rng } from '@tintype/colour';
import { makeTar, makeZip } from '@tintype/download/fixtures';
import {
  decodePhoto,
  decodePixels,
  inspectPhoto,
  isRejection,
  openSource,
  UndecodableError,
} from '@tintype/images';
import { hostileCorpus } from '@tintype/images/corpus';
import type { ModelFiles } from '@tintype/network';
import { loadFolded } from '@tintype/network/folded';
import { openBackEnd } from '@tintype/network/node';
import { syntheticModel } from '@tintype/network/synthetic';
import { checkArrowBytes, imagesTable, photosTable, priorTable } from '@tintype/records';
import { readRecipe, recipeSchemaOf, UserError } from '@tintype/stage';
import {
  fingerprintOf,
  isInnerPath,
  isPlainName,
  MANIFEST_FORMAT,
  messageOf,
  openStore,
  readableJson,
  readManifest,
  sha256,
  type Fingerprint,
} from '@tintype/store';

import { pipeline } from '../src/pipeline.ts';
import { mutate, mutateText } from './mutate.ts';

export const KINDS = ['photo', 'archive', 'manifest', 'record', 'shard', 'recipe', 'model'] as const;
export type Kind = (typeof KINDS)[number];

/**
 * What became of an input: `refused` with a reason or an error that names the place; `accepted` as a whole; `wrong`: an
 * error of ours, a name that leads elsewhere, numbers that are none.
 */
export interface Outcome {
  readonly status: 'refused' | 'accepted' | 'wrong';
  readonly text: string;
}

/** One mutated input of a kind, given to the reader that a run gives it to. The same numbers give the same input. */
export type Fuzzer = (kind: Kind, seed: number, index: number) => Promise<Outcome>;

/** Makes the inputs that are mutated; `folder` is where what has to be a file is written. */
export async function openFuzzer(folder: string): Promise<Fuzzer> {
  await openBackEnd('cpu'); // its start costs least
  const model = await syntheticModel({ kind: 'encoder-decoder', width: 2 });
  const photos = (await hostileCorpus(1)).map(({ bytes }) => bytes).filter(({ length }) => length > 0);
  const readers: Readonly<Record<Kind, (rng: Rng) => Promise<Outcome>>> = {
    photo: (rng) => tryPhoto(mutate(oneOf(photos, rng), oneOf(photos, rng), rng)),
    archive: (rng) => tryArchive(mutate(oneOf(ARCHIVES, rng), oneOf(ARCHIVES, rng), rng), folder),
    manifest: (rng) => tryManifest(mutateText(MANIFEST, rng), folder),
    record: (rng) => tryRecord(mutateText(readableJson({ shards: SHARDS }), rng), folder),
    shard: (rng) => tryShard(oneOf(TABLES, rng), rng),
    recipe: (rng) => tryRecipe(mutateText(RECIPE, rng), folder),
    model: (rng) => tryModel(mutateModel(model, rng)),
  };
  return (kind, seed, index) => readers[kind](rngFrom('fuzz', kind, seed, index));
}

function oneOf<T>(list: readonly T[], rng: Rng): T {
  const found = list[Math.floor(rng() * list.length)];
  if (found === undefined) throw new Error('Internal error: expected something to choose from');
  return found;
}

const accepted: Outcome = { status: 'accepted', text: '' };
const refused = (text: string): Outcome => ({ status: text === '' ? 'wrong' : 'refused', text });
const wrong = (text: string): Outcome => ({ status: 'wrong', text });

const SIZE = 64;

async function tryPhoto(bytes: Uint8Array): Promise<Outcome> {
  const found = await inspectPhoto(bytes);
  if (isRejection(found)) return refused(found.reason);
  const full = await decodePixels(bytes); // as `colorize` opens it
  if ('samples' in full && full.samples.length !== full.width * full.height * full.channels)
    return wrong(`${full.samples.length} samples of ${full.width} × ${full.height} × ${full.channels}`);
  try {
    const lab = srgbToLab(await decodePhoto(bytes, SIZE));
    const isLab = lab.length === SIZE * SIZE * 3 && lab.every((value) => Math.abs(value) <= 128);
    return isLab ? accepted : wrong('an image that is none');
  } catch (error) {
    if (error instanceof UndecodableError)
      return refused('it passed ingest, and convert could not decode it');
    throw error;
  }
}

const ENTRIES = [
  { path: 'set/a.jpg', content: 'A'.repeat(700) },
  { path: 'set/b.png', content: 'B'.repeat(10) },
  { path: 'set/c.jpg', type: 'SymbolicLink', linkpath: '/etc/passwd' },
  { path: 'read.me', content: 'text' },
] as const;
const ARCHIVES = [makeZip(ENTRIES), makeTar(ENTRIES)];

async function tryArchive(bytes: Uint8Array, folder: string): Promise<Outcome> {
  const base = await mkdtemp(join(folder, 'archive-'));
  const file = join(base, 'archive');
  await writeFile(file, bytes);
  await mkdir(join(base, 'inner'));
  const settings = {
    kind: 'archive',
    url: null,
    path: file,
    sha256: null,
    maxUnpacked: 1e6,
    maxEntries: 100,
  } as const;
  const context = {
    ...{ bundled: base, base, downloads: join(base, 'inner', 'downloads') },
    ...{ signal: new AbortController().signal, emit: () => {} },
  };
  try {
    const { files } = await openSource(settings, context);
    const outside = files.filter(({ path }) => !isInnerPath(path));
    if (outside.length > 0) return wrong(`it lists ${JSON.stringify(outside[0]?.path)}`);
    return accepted;
  } catch (error) {
    const text = messageOf(error);
    return text.startsWith('ingest.source') ? refused(text.replace(base, '')) : wrong(text);
  } finally {
    const written = await readdir(base);
    await rm(base, { recursive: true });
    if (written.length !== 2 || (await exists(join(folder, 'set'))))
      throw new Error('it wrote outside its folder');
  }
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

const SHARDS = ['train/0110', 'model/model.json'].map((name) => ({
  name,
  fingerprint: fingerprintOf(name),
  sha256: sha256(name),
  bytes: name.length,
  rows: 3,
  facts: { nearGrey: 1 },
}));

const MANIFEST = readableJson({
  formatVersion: MANIFEST_FORMAT,
  ...{ pipeline: 'pipeline', recipe: 'default', stage: 'convert', fingerprint: fingerprintOf('convert') },
  settings: { size: 256, nested: [{ a: [1, 2, null] }] },
  inputs: [{ stage: 'ingest', content: fingerprintOf('ingest') }],
  shards: SHARDS,
  summary: { images: 3 },
  files: { 'model/model.json': sha256('model/model.json') },
});

async function tryManifest(text: string, folder: string): Promise<Outcome> {
  const file = join(folder, 'manifest.json');
  await writeFile(file, text);
  try {
    const manifest = await readManifest(file);
    if (manifest === null) return refused('of an older format');
    const { recipe, stage, shards, files } = manifest;
    const names = [manifest.pipeline, recipe, stage].every(isPlainName);
    const paths = [...shards.map(({ name }) => name), ...Object.keys(files)].every(isInnerPath);
    const hashes = [...shards.map(({ sha256: hash }) => hash), ...Object.values(files)];
    return names && paths && hashes.every((hash) => /^[0-9a-f]{64}$/.test(hash)) ? accepted : wrong(text);
  } catch (error) {
    return namesThePlace(error, file);
  }
}

async function tryRecord(text: string, folder: string): Promise<Outcome> {
  const store = openStore(join(folder, 'store'));
  const fingerprint = fingerprintOf('record') as Fingerprint;
  const file = join(folder, 'store', 'shards', fingerprint.slice(0, 2), `${fingerprint}.json`);
  await mkdir(join(file, '..'), { recursive: true });
  for (const { name } of SHARDS) await store.putBlob(Buffer.from(name));
  await writeFile(file, text);
  const shards = await store.find(fingerprint);
  if (shards === null) return refused('counts as absent');
  return shards.every(({ name }) => isInnerPath(name)) ? accepted : wrong(text);
}

const TABLES = [
  {
    table: photosTable,
    bytes: photosTable.encode({
      ...{
        photo: ['0', '1'].map((digit) => digit.repeat(64)),
        path: ['a.jpg', 'ü/b.jpg'],
        class: ['a', 'b'],
      },
      ...{ width: [1, 2], height: [1, 2], format: ['jpeg', ''], bytes: [10, 20], split: ['train', ''] },
      ...{ status: ['kept', 'quarantined'], reason: ['', 'it is empty'] },
    } as Parameters<typeof photosTable.encode>[0]),
    rows: 2,
  },
  {
    table: imagesTable,
    bytes: imagesTable.encode({
      ...{ photo: ['2', '3'].map((digit) => digit.repeat(64)), nearGrey: [true, false] },
      lab: { data: new Float32Array(2 * 4 * 4 * 3).fill(7), shape: [4, 4, 3] },
    }),
    rows: 2,
  },
  {
    table: priorTable,
    bytes: priorTable.encode({
      bin: [0, 1],
      a: [1, 2],
      b: [3, 4],
      count: [5, 6],
      probability: [0.5, 0.5],
      weight: [1, 1],
    }),
    rows: 2,
  },
] as const;

/** As a shard with this digest: values may be others then, their number and their shapes may not. */
async function tryShard({ table, bytes, rows }: (typeof TABLES)[number], rng: Rng): Promise<Outcome> {
  const changed = mutate(bytes, bytes, rng);
  try {
    if (checkArrowBytes(changed, 'shard x').rows !== rows)
      return refused('other rows than its artefact says');
    const lengths = Object.values(table.decode(changed, 'shard x')).map((column) =>
      'shape' in column
        ? column.data.length / column.shape.reduce((size: number, n: number) => size * n, 1)
        : column.length,
    );
    return lengths.every((length) => length === rows)
      ? accepted
      : wrong(`columns of ${lengths.join(', ')} rows`);
  } catch (error) {
    return namesThePlace(error, 'shard x');
  }
}

const RECIPE = JSON.stringify(
  {
    ingest: {
      source: { kind: 'folder', path: 'photos' },
      classes: ['forest'],
      minSize: 32,
      fold: { of: 5, held: 1 },
    },
    convert: { size: 64 },
    train: { network: { kind: 'article', width: 4 }, epochs: 2, batch: 8 },
    evaluate: { temperatures: [0.38] },
  },
  null,
  2,
);

async function tryRecipe(text: string, folder: string): Promise<Outcome> {
  await mkdir(join(folder, 'recipes'), { recursive: true });
  const file = join(folder, 'recipes', 'fuzzed.json');
  await writeFile(file, text);
  try {
    await readRecipe(file, recipeSchemaOf(pipeline.stages));
    return accepted;
  } catch (error) {
    if (error instanceof UserError) return namesThePlace(error, 'recipes/fuzzed.json');
    return wrong(messageOf(error));
  }
}

/** One of the two files is changed; of `model.json` most is the layers, which nothing reads. */
function mutateModel(model: ModelFiles, rng: Rng): ModelFiles {
  const bytes = model['weights.bin'];
  if (rng() < 0.2) return { ...model, 'weights.bin': mutate(bytes, bytes, rng) };
  const { modelTopology: _, ...read } = JSON.parse(Buffer.from(model['model.json']).toString());
  return { ...model, 'model.json': Buffer.from(mutateText(JSON.stringify(read), rng)) };
}

/** As `colorize --model` opens it; the numbers may be others then. */
async function tryModel(files: ModelFiles): Promise<Outcome> {
  try {
    const model = await loadFolded(files);
    const { ab } = await model.predictCells(new Float32Array(64).fill(50), 8, 8, model.metadata.temperature);
    model.dispose();
    return ab.every((value) => Math.abs(value) <= 128) ? accepted : wrong('colours that are none');
  } catch (error) {
    const text = messageOf(error);
    return /^(model\.json|weights\.bin): /.test(text) ? refused(text) : wrong(text);
  }
}

function namesThePlace(error: unknown, place: string): Outcome {
  const text = messageOf(error);
  return text.includes(place) && !text.startsWith('Internal error') ? refused(text) : wrong(text);
}
