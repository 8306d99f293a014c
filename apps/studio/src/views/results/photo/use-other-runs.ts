import type { Picture } from '@tintype/images/lab-picture';
import { readRun } from '@tintype/pipeline/runs';

import { listManifests, openRunFiles } from '../../../data/manifests.ts';
import { useLater } from '../../../parts/later.tsx';
import { PIPELINE } from '../pipeline.ts';
import { openResultPictures } from '../result-pictures.ts';
import type { OtherRun } from './picture-choices.ts';

const NONE: readonly OtherRun[] = [];

/** Other runs that have come to their end; what they hold is read when one of them is looked at. */
export function useOtherRuns(recipe: string): readonly OtherRun[] {
  const { later } = useLater(
    async (signal) => {
      const all = await listManifests(signal);
      const finished = all.filter(({ pipeline, stage }) => pipeline === PIPELINE && stage === 'evaluate');
      return finished.filter((one) => one.recipe !== recipe).map((one) => openRun(one.recipe, signal));
    },
    [recipe],
  );
  return later.state === 'ready' ? later.value : NONE;
}

function openRun(recipe: string, signal: AbortSignal): OtherRun {
  let opened: Promise<(photo: string) => Promise<Picture>> | null = null;
  const open = async () => {
    const run = await readRun(recipe, openRunFiles(PIPELINE, signal));
    const pictures = await openResultPictures(run, signal);
    return (photo: string) => pictures.readPrediction(photo, run.decoding.temperature);
  };
  return {
    recipe,
    read: async (photo) => {
      opened ??= open().catch((error: unknown) => {
        opened = null; // so that it is tried again
        throw error;
      });
      return (await opened)(photo);
    },
  };
}
