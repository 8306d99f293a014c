export { listGpus } from './list-gpus.ts';
export { createLocalUnits, type LocalUnitsOptions } from './local-units.ts';
export type { Unit, UnitDone, UnitEvent, UnitExecutor, UnitFailed, UnitLine } from './unit-executor.ts';
