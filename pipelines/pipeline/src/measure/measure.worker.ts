import { workerData } from 'node:worker_threads';

import type { MetricsRow } from '../evaluate/measure-attempt.ts';
import { measurePhoto, type PredictedPhoto } from '../evaluate/measure-photo.ts';
import { type ColourerSetup, openColourer } from '../evaluate/open-colourer.ts';

const colourer = openColourer(workerData as ColourerSetup); // given by measureInThreads

/** Measures one photo, in a thread of its own. */
export default function work(photo: PredictedPhoto): readonly MetricsRow[] {
  return measurePhoto(photo, colourer).rows;
}
