export type { Tensor } from './tensor-column.ts';
export { factsOf, type FactsOf, type RowsOf, type Table } from './table.ts';
export { hasArrowMagic } from './ipc-file.ts';
export {
  activationsTable,
  cellsTable,
  classifierCurvesTable,
  curvesTable,
  digitsTable,
  epochPatchesTable,
  epochTimesTable,
  imagesTable,
  lightnessTable,
  lightnessUsageTable,
  metricsTable,
  patchesTable,
  photosTable,
  preActivationsTable,
  predictedLabelsTable,
  predictionsTable,
  priorTable,
  rowsTable,
  thumbnailsTable,
  unitsTable,
  usageTable,
} from './tables.ts';
export type {
  ClassifierCurvesRows,
  CurvesRows,
  DigitsRows,
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
export type {
  ColumnDescription,
  ColumnValues,
  OpenColumn,
  OpenTable,
  TableDescription,
} from './open-table.ts';
export { decodeUsageRuns, type UsageRun } from './usage-runs.ts';
export { describeTable, openTable, tallyOf } from './open-table.ts';
export type { Statistics, Tally } from './tally.ts';
export { mergeTallies, statisticsOf } from './tally.ts';
export type { NumberArray } from './number-format.ts';
export { checkArrowBytes } from './check-file.ts';
