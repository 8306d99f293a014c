export type { Compute, Input, ReusableInput, ShardOutput, ShardRequest } from './compute.ts';
export { createInlineExecutor } from './inline-executor.ts';
export { createPiscinaExecutor, type PiscinaOptions } from './piscina-executor.ts';
export type { Memory } from './memory.ts';
export { createRayExecutor, type RayOptions } from './ray/create-ray-executor.ts';
export { createRayUnits, type RayUnitsOptions } from './ray/create-ray-units.ts';
export type { MapOptions, ShardExecutor } from './shard-executor.ts';
export type {
  ShardDone,
  ShardEvent,
  ShardInput,
  ShardKey,
  ShardNote,
  ShardProgress,
  ShardResources,
  ShardTask,
} from './shard-task.ts';
export {
  createLocalUnits,
  listGpus,
  type LocalUnitsOptions,
  type Unit,
  type UnitDone,
  type UnitEvent,
  type UnitExecutor,
  type UnitFailed,
  type UnitLine,
} from './units/index.ts';
