import { openEngine } from '../open-engine.ts';

/** A page of the engine alone, for tests: what they have it do stands in them. */
Object.assign(globalThis, { openEngine });
