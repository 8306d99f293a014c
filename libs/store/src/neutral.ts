export { asJson, canonicalJson, type Json } from './canonical-json.ts';
export { digestBytes, type Digest } from './digest.ts';
export { describeHolder } from './holder.ts';
export { FILES_AT_ONCE, mapConcurrently } from './map-concurrently.ts';
export { readErrorCode, describeError, explainError } from './error-facts.ts';
export { parseManifest, type Manifest } from './manifest-text.ts';
export type { Shard } from './shard.ts';
export { outlineArtefact, type ArtefactOutline } from './outline-artefact.ts';
export type { TakeBytes } from './take-bytes.ts';
