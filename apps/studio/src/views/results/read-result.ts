import { readMetrics, readRun, type Run } from '@tintype/pipeline/runs';
import { groupScores, type MethodScore, type PhotoScore, scoreOf } from '@tintype/pipeline/scores';

import { openRunFiles } from '../../data/manifests.ts';
import { type PhotoFacts, readPhotoFacts } from '../../data/photos.ts';
import { PIPELINE } from './pipeline.ts';
import { openResultPictures, type ResultPictures } from './result-pictures.ts';

/** A photo that a run held out. */
export interface HeldOutPhoto {
  /** sha256 of its bytes. */
  readonly photo: string;
  readonly facts: PhotoFacts;
  /** What every method scores on it; none where it has too little colour to be measured. */
  readonly scores: readonly PhotoScore[];
}

/** What a run makes of the photos that it held out. */
export interface Result {
  readonly run: Run;
  readonly photos: readonly HeldOutPhoto[];
  /** At which its predictions were stored, in rising order. */
  readonly temperatures: readonly number[];
  readonly pictures: ResultPictures;
}

export async function readResult(recipe: string, signal: AbortSignal): Promise<Result> {
  const files = openRunFiles(PIPELINE, signal);
  const run = await readRun(recipe, files);
  const [tables, facts, pictures] = await Promise.all([
    readMetrics(run, files),
    readPhotoFacts({ pipeline: PIPELINE, recipe }, signal),
    openResultPictures(run, signal),
  ]);
  const scores = byPhoto(groupScores(tables).flat());
  const photos = pictures.photos.map((photo) => ({
    photo,
    facts: facts.get(photo) ?? { path: photo, class: '', split: '' },
    scores: scores.get(photo) ?? [],
  }));
  return { run, photos, pictures, temperatures: pictures.temperatures };
}

function byPhoto(scores: readonly PhotoScore[]): ReadonlyMap<string, readonly PhotoScore[]> {
  const photos = new Map<string, PhotoScore[]>();
  for (const score of scores) {
    const own = photos.get(score.photo);
    if (own === undefined) photos.set(score.photo, [score]);
    else own.push(score);
  }
  return photos;
}

/** What the network at a temperature scores on a photo; null where it was not measured. */
export function scoreAt({ scores }: HeldOutPhoto, temperature: number): MethodScore | null {
  const score = scores.find((one) => one.method === 'network' && one.temperature === temperature);
  return score === undefined ? null : scoreOf([score]);
}
