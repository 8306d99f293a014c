import { readRun } from '@tintype/pipeline/runs';
import { useEffect, useMemo } from 'preact/hooks';

import { openRunFiles } from '../../../data/manifests.ts';
import { useLater } from '../../../parts/later.tsx';
import { PIPELINE } from '../pipeline.ts';
import { openResultPictures } from '../result-pictures.ts';
import type { OtherRun } from './picture-choices.ts';

const NONE: readonly OtherRun[] = [];

/** Other finished runs with their pictures; none until they are read, and none that cannot be read. */
export function useOtherRuns(recipe: string): readonly OtherRun[] {
  const ending = useMemo(() => new AbortController(), []);
  useEffect(() => () => ending.abort(), []);
  const { later } = useLater(() => readOtherRuns(recipe, ending.signal), [recipe]);
  return later.state === 'ready' ? later.value : NONE;
}

async function readOtherRuns(recipe: string, signal: AbortSignal): Promise<readonly OtherRun[]> {
  const files = openRunFiles(PIPELINE, signal);
  const recipes = (await files.listRecipes()).filter((one) => one !== recipe);
  const read = await Promise.allSettled(
    recipes.map(async (other): Promise<OtherRun> => {
      const run = await readRun(other, files);
      const pictures = await openResultPictures(run, signal);
      const { temperature } = run.decoding;
      return { recipe: other, temperature, pictures };
    }),
  );
  // A run that has not come to its end has no pictures to compare with.
  return read.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
}
