import { BUNDLED, type ModelPlaces } from '@tintype/pipeline/find-model';

import type { KnownManifest } from '../data/list-manifests.ts';
import type { Answer, Route } from '../http/answer.ts';
import { answerFile } from '../http/answer-file.ts';
import { locateInside } from '../http/locate-inside.ts';

/** What a browser needs of a model. */
const MODEL_FILES = ['model.json', 'weights.bin'] as const;

type ListManifests = () => Promise<readonly KnownManifest[]>;

/** The bundled model and those that recipes have trained, the bundled one first. */
export async function listModels({ bundled }: ModelPlaces, list: ListManifests): Promise<readonly string[]> {
  const isThere = (await locateInside(bundled, ['model.json'])) !== null;
  const trained = (await list()).filter((known) => digestOf(known, 'model.json') !== null);
  return [...(isThere ? [BUNDLED] : []), ...trained.map(({ recipe }) => recipe)];
}

/** `/models/<name>/model.json` and `weights.bin`. */
export function serveModels(places: ModelPlaces, list: ListManifests): Route {
  return async ({ path: [first, name, file = '', ...more] }) => {
    if (first !== 'models' || name === undefined || more.length > 0 || !isModelFile(file)) return null;
    if (name === BUNDLED) return answerFile(places.bundled, [file]);
    return trainedFile(name, file, places, list);
  };
}

async function trainedFile(
  recipe: string,
  file: string,
  { data }: ModelPlaces,
  list: ListManifests,
): Promise<Answer | null> {
  const known = (await list()).find((one) => one.recipe === recipe && digestOf(one, file) !== null);
  const digest = known === undefined ? null : digestOf(known, file);
  if (digest === null) return null;
  return answerFile(data, ['store', 'blobs', digest.slice(0, 2), digest], { name: file });
}

/** Of a file of the model that the stage `train` has laid out; null where it has none. */
function digestOf({ pipeline, stage, manifest }: KnownManifest, file: string): string | null {
  if (pipeline !== 'pipeline' || stage !== 'train') return null;
  return manifest?.files[`model/${file}`] ?? null;
}

function isModelFile(file: string): file is (typeof MODEL_FILES)[number] {
  return MODEL_FILES.some((known) => known === file);
}
