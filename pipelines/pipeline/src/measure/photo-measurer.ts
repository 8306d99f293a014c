import { availableParallelism } from 'node:os';

import { openThreads, type ThreadOptions } from '@tintype/executor/threads';

import type { MetricsRow } from '../evaluate/measure-attempt.ts';
import { measurePhoto, type PredictedPhoto } from '../evaluate/measure-photo.ts';
import { type ColourerSetup, openColourer } from '../evaluate/open-colourer.ts';

/** Where photos are measured: in this thread, or in others. */
export interface PhotoMeasurer {
  /** Photos that are worth having under way at once. */
  readonly atOnce: number;
  /** Takes the photo over: its arrays may be empty afterwards. */
  measure(photo: PredictedPhoto): Promise<readonly MetricsRow[]>;
  close(): Promise<void>;
}

export type OpenMeasurer = (setup: ColourerSetup) => PhotoMeasurer;

/** While one is measured, others are decoded. */
const AHEAD = 4;

/** In this thread, one after the other. */
export const measureHere: OpenMeasurer = (setup) => {
  const colourer = openColourer(setup);
  return {
    atOnce: AHEAD,
    measure: async (photo) => measurePhoto(photo, colourer).rows,
    close: async () => {},
  };
};

/**
 * In as many threads as there are cores, since the network looks at few photos while many are measured. By default the
 * module of `measure.worker.ts` is looked for where the bundle of this one lies.
 */
export function measureInThreads({
  workerUrl = new URL('./measure.worker.js', import.meta.url),
  threads = availableParallelism(),
}: Partial<ThreadOptions> = {}): OpenMeasurer {
  return (setup) => {
    const { run, close } = openThreads<PredictedPhoto, readonly MetricsRow[]>({ workerUrl, threads, setup });
    return {
      atOnce: threads + AHEAD,
      measure: (photo) => run(photo, ownedBuffers(photo)),
      close,
    };
  };
}

/** Those that nobody else looks into. */
function ownedBuffers({ lab, said }: PredictedPhoto): readonly ArrayBuffer[] {
  const owned = [lab, said.logits].map(({ buffer, byteLength }) => ({
    buffer,
    isWhole: byteLength === buffer.byteLength,
  }));
  return owned.flatMap(({ buffer, isWhole }) => (isWhole && buffer instanceof ArrayBuffer ? [buffer] : []));
}
