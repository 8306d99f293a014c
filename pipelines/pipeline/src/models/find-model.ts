import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import type { ShardInput } from '@tintype/executor';
import { type Folders, nearest, UserError } from '@tintype/stage';
import { isMissing, type Manifest, namesIn, parseDigest, readErrorCode, sha256 } from '@tintype/store';

import { openRunFiles } from '../runs/open-run-files.ts';
import type { RunFiles } from '../runs/run-files.ts';

/** Where models are looked for. */
export interface ModelPlaces {
  /** Where relative paths begin. */
  readonly cwd: string;
  /** Its `manifests` and `store` hold the trained models of recipes. */
  readonly data: string;
  /** The folder of the model that comes with Tintype. */
  readonly bundled: string;
  /** The recipes there are, trained or not. */
  readonly recipes: string;
}

/** Where the models of a workspace lie. */
export function placesIn({ workspace, data }: Pick<Folders, 'workspace' | 'data'>): ModelPlaces {
  const bundled = join(workspace, 'data', 'models', 'bundled');
  return { cwd: workspace, data, bundled, recipes: join(workspace, 'pipelines', 'pipeline', 'recipes') };
}

/** A model's folder, wherever its files lie. */
export interface FoundModel {
  /** For messages: "recipe best", "bundled" or the folder as it was given. */
  readonly place: string;
  /** A file of the folder, such as "model.json", or null where there is none of this name. */
  readIfThere(file: string): Promise<Uint8Array | null>;
  /** The same file as an input of a computation. */
  locateIfThere(file: string): Promise<LocatedFile | null>;
}

/** A blob of the store or, with a path, a file outside it. */
export type LocatedFile = Pick<ShardInput, 'sha256' | 'path'>;

/** The folder of the encoder's start weights, among the models. */
export const ENCODER = 'efficientnet-lite0';

/** The model that comes with Tintype. */
export const BUNDLED = 'bundled';

/**
 * Finds the model that a person names: `bundled`, a recipe that has been trained, or a model folder. A plain name
 * that is both is the recipe; "./name" is the folder. Throws a UserError that says what there is.
 */
export async function findModel(name: string, places: ModelPlaces): Promise<FoundModel> {
  if (name === BUNDLED) return bundledModel(places);
  const recipe = isPlain(name) ? await recipeModel(name, places) : null;
  return recipe ?? (await folderModel(name, places)) ?? refuse(name, places);
}

function isPlain(name: string): boolean {
  return /^\w[\w.-]*$/.test(name);
}

async function bundledModel({ bundled }: ModelPlaces): Promise<FoundModel> {
  const found = findModelIn(bundled, BUNDLED);
  if ((await found.readIfThere('model.json')) !== null) return found;
  throw new UserError(
    `model bundled: ${bundled}: expected a model, found none; make it with "npx nx run pipeline:bundle -c best"`,
  );
}

async function recipeModel(recipe: string, { data }: ModelPlaces): Promise<FoundModel | null> {
  const runs = openRunFiles(data);
  const manifest = await runs.readManifest(recipe, 'train');
  return manifest && modelOfRun(manifest, runs);
}

/** The files that training laid out as `model/…`, from the store: the folder itself may be gone. */
function modelOfRun({ recipe, files }: Manifest, runs: RunFiles): FoundModel {
  const place = `recipe ${recipe}`;
  return {
    place,
    readIfThere: async (file) => {
      const digest = files[`model/${file}`];
      if (digest === undefined) return null;
      return runs.readBlob(parseDigest(digest)).catch((error: unknown) => {
        if (!isMissing(error)) throw error;
        throw new UserError(
          `model of ${place}: ${file} is gone from the store; run "npx nx run pipeline:train -c ${recipe}"`,
        );
      });
    },
    async locateIfThere(file) {
      const digest = files[`model/${file}`];
      return digest === undefined ? null : { sha256: parseDigest(digest) };
    },
  };
}

async function folderModel(name: string, { cwd }: ModelPlaces): Promise<FoundModel | null> {
  const found = findModelIn(resolve(cwd, name), name);
  return (await found.readIfThere('model.json')) === null ? null : found;
}

/** The files of a folder, whether or not they are a model. */
export function findModelIn(folder: string, place: string): FoundModel {
  const readIfThere = (file: string) => readFile(join(folder, file)).catch(nullWhereNone);
  return {
    place,
    readIfThere,
    async locateIfThere(file) {
      const bytes = await readIfThere(file);
      return bytes && { sha256: sha256(bytes), path: join(folder, file) };
    },
  };
}

/** Where a file lies that no model is without. */
export async function requireFile({ place, locateIfThere }: FoundModel, file: string): Promise<LocatedFile> {
  const located = await locateIfThere(file);
  return located ?? refuseIncomplete(place, file);
}

/** Throws: a file that no model is without is not there. */
export function refuseIncomplete(place: string, file: string): never {
  throw new UserError(`model ${place}: expected ${file}, found none; copy the model folder again`);
}

async function refuse(name: string, places: ModelPlaces): Promise<never> {
  const trained = await trainedRecipes(places);
  const untrained = (await namesIn(places.recipes)).flatMap((file) => /^(.+)\.json$/.exec(file)?.[1] ?? []);
  if (untrained.includes(name))
    throw new UserError(
      `model ${name}: the recipe has not been trained; run "npx nx run pipeline:all -c ${name}"`,
    );
  throw new UserError(`model ${name}: ${await remedy(name, places, [BUNDLED, ...trained, ...untrained])}`, 2);
}

async function remedy(name: string, { cwd }: ModelPlaces, known: readonly string[]): Promise<string> {
  const folder = resolve(cwd, name);
  if ((await namesIn(join(folder, 'model'))).includes('model.json'))
    return `the model is in its folder "model": ${join(name, 'model')}`;
  if ((await namesIn(folder)).length > 0)
    return 'expected a model folder, found no model.json in it; training leaves one in data/reports/pipeline/<recipe>/model';
  const meant = nearest(name, known);
  if (meant !== undefined) return `no such model: did you mean "${meant}"?`;
  return `no such folder or recipe: expected ${[...new Set(known)].join(', ')} or a model folder`;
}

async function trainedRecipes({ data }: ModelPlaces): Promise<readonly string[]> {
  const runs = openRunFiles(data);
  const trained: string[] = [];
  for (const recipe of await runs.listRecipes())
    if ((await runs.readManifest(recipe, 'train')) !== null) trained.push(recipe);
  return trained;
}

/** Nothing under that name, or a file where a folder would be. */
function nullWhereNone(error: unknown): null {
  if (['ENOENT', 'ENOTDIR'].includes(String(readErrorCode(error)))) return null;
  throw error;
}
