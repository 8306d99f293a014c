export {
  openArtefact,
  shardNamed,
  type Artefact,
  type ArtefactOf,
  type ArtefactSchemas,
} from './artefact.ts';
export type { ToldEvent } from './events.ts';
export { belongsTo } from './lay-out-shards.ts';
export type { Change } from './plan/change.ts';
export { isEqualLeaf, listLeaves, type Leaf } from './plan/compare-leaves.ts';
export {
  describeChange,
  describeCost,
  describeState,
  describeSum,
  type PlannedWork,
} from './plan/plan-words.ts';
export type { StageState } from './plan/stage-state.ts';
export { readShard } from './read-shard.ts';
export { messageSchema, type RunMessage, type StageFailure } from './run-message.ts';
export { describeEnd, describeWaiting } from './told-words.ts';
export { countDone, followWave, NO_WAVE, type WaveStanding } from './wave-standing.ts';
