export { belongsTo } from './layout/lay-out-shards.ts';
export { isEqualLeaf, listLeaves, type Leaf } from './plan/compare-leaves.ts';
export {
  describeChange,
  describeCost,
  describeState,
  describeSum,
  type PlannedWork,
} from './plan/plan-words.ts';
export type { StageState } from './plan/stage-state.ts';
export { messageSchema, type RunMessage } from './run/run-message.ts';
export { describeEnd, describeWaiting } from './console/told-words.ts';
export { countDone, followWave, NO_WAVE, type WaveStanding } from './run/wave-standing.ts';
