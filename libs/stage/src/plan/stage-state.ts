/**
 * - `fresh`: its manifest says what a run would say, and all shards are there.
 * - `partial`: some shards are to be computed.
 * - `stale`: its manifest is to be written anew, and all shards or none are to be computed.
 * - `missing`: it has not run, and none of its shards is there.
 * - `unknown`: what it needs is not there yet.
 */
export type StageState = 'fresh' | 'partial' | 'stale' | 'missing' | 'unknown';
