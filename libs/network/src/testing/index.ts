export { findBackEnds } from './find-back-ends.ts';
export { memoryCheckpoints } from './memory-checkpoints.ts';
export { nativeBinding } from './native-binding.ts';
export { syntheticModel } from './synthetic-model.ts';
export { SMALL, smallGamut, syntheticPatches } from './synthetic-patches.ts';
