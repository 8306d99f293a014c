export { cacheFolder, type User } from './cache-folder.ts';
export type { ProvisionEvent } from './events.ts';
export { execute, type Execute } from './execute.ts';
export { findBinding, thisUser, type Binding, type Variant } from './find-binding.ts';
export { glibcOfNode, type Machine, type Surroundings } from './machine.ts';
export { FALL_BACK, planProvision, type Choice, type Plan, type Wish } from './plan.ts';
export { provision, type Outcome, type ProvisionContext, type ProvisionRequest } from './provision.ts';
