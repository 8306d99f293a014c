export { runWithFault, type Fault, type FaultKind, type RunEnd } from './faults/run-with-fault.ts';
export { brokenArtefacts, visibleFiles } from './faults/visible-files.ts';
export {
  copyWorkspace,
  editSource,
  filesIn,
  newWorkspace,
  runNxTarget,
  runTintype,
  type NxRun,
} from './workspace.ts';
export { targetsBefore } from './project-targets.ts';
export { predictRun, type RecordedStage } from './predict-run.ts';
export { listShippedRecipes } from './shipped-recipes.ts';
