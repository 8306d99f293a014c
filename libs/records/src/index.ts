export type { Tensor } from './tensor-column.ts';
export { parseFacts, type FactsOf, type RowsOf, type Table } from './table.ts';
export { hasArrowMagic } from './ipc-file.ts';
export {
  curvesTable,
  decodingsTable,
  epochPatchesTable,
  imagesTable,
  lightnessTable,
  lightnessUsageTable,
  metricsTable,
  patchesTable,
  photosTable,
  predictionsTable,
  priorTable,
  rowsTable,
  thumbnailsTable,
  usageTable,
} from './tables.ts';
export type {
  CurvesRows,
  DecodingsRows,
  EpochPatchesRows,
  ImagesRows,
  LightnessRows,
  MetricsRows,
  PatchesRows,
  PhotosRows,
  PredictionsRows,
  PriorRows,
  ThumbnailsRows,
  UsageRows,
} from './tables.ts';
export {
  activationsTable,
  cellsTable,
  classifierCurvesTable,
  digitsTable,
  epochTimesTable,
  preActivationsTable,
  predictedLabelsTable,
  unitsTable,
} from './review-tables.ts';
export type { ClassifierCurvesRows, DigitsRows } from './review-tables.ts';
export type { ColumnDescription, OpenColumn, OpenTable, TableDescription } from './open-table.ts';
export { decodeUsageRuns, type UsageRun } from './usage-runs.ts';
export { describeTable, openTable, tallyColumn } from './open-table.ts';
export type { ColumnValues, Statistics, Tally } from './tally.ts';
export { mergeTallies, computeStatistics } from './tally.ts';
export type { NumberArray } from './number-format.ts';
export { checkArrowBytes } from './check/check-file.ts';
export {
  openRangedTable,
  type RangedColumn,
  type RangedFile,
  type RangedTable,
} from './ranged/ranged-table.ts';
export type { Rows } from './ranged/ranged-rows.ts';
export { tallyRangedColumn, type RangedTally, type TallyProgress } from './ranged/tally-ranged.ts';
