export { cacheFolder, type User } from './cache-folder.ts';
export type { ProvisionEvent } from './events.ts';
export { execute, type Execute } from './execute.ts';
export { findBinding, thisUser, type Binding, type Variant } from './machine/find-binding.ts';
export type { Choice } from './choice.ts';
export { findPython } from './machine/find-python.ts';
export type { MachineAccess } from './machine/machine-access.ts';
export { glibcOfNode, type Machine } from './machine/machine.ts';
export { FALL_BACK, planProvision, type Plan, type Wish } from './plan.ts';
export {
  provision,
  type ProvisionResult,
  type ProvisionContext,
  type ProvisionRequest,
} from './provision.ts';
export { fetchWheel, type FetchContext } from './wheels/fetch-wheel.ts';
export type { Wheel } from './wheels.ts';
