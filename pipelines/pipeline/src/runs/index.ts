export { drawWindows } from '../patches/draw-windows.ts';
export {
  betterWords,
  differenceText,
  intervalText,
  measureHeading,
  measureText,
} from '../report/show-measure.ts';
export { verdict } from '../report/verdict.ts';
export type { MethodRow } from './method-row.ts';
export { readRun, type Run } from './read-run.ts';
export { heldOutShards, readMetrics } from './read-tables.ts';
export { patchesSchemas } from '../schemas/patches.ts';
export type { RunFiles } from './run-files.ts';
