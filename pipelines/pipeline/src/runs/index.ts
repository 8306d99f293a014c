export { drawWindows } from '../patches/draw-windows.ts';
export { MEANINGS } from '../report/measure-meanings.ts';
export {
  betterWords,
  differenceText,
  intervalText,
  measureHeading,
  measureText,
} from '../report/show-measure.ts';
export { verdict, type Verdict } from '../report/verdict.ts';
export { bestBaseline, comparedRows, networkAt, type Lead, type MethodRow } from './method-row.ts';
export { networkName, readRun, readRuns, type Run, type RunArtefacts } from './read-run.ts';
export { heldOutShards, readImages, readMetrics, readPhotos, readPredictions } from './read-tables.ts';
export { patchesSchemas } from '../schemas/patches.ts';
export type { RunFiles } from './run-files.ts';
export { imagesIn, predictionsIn, type LabImage, type PredictedPhoto } from './table-rows.ts';
