export { runWithFault, type Fault, type FaultKind, type RunEnd } from './run-with-fault.ts';
export { brokenArtefacts, visibleFiles } from './visible-files.ts';
