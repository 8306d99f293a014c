export { asJson, canonicalJson, type Json } from './fingerprint/canonical-json.ts';
export { digestBytes, type Digest } from './fingerprint/digest.ts';
export { describeHolder } from './lock/holder.ts';
export { FILES_AT_ONCE, mapConcurrently } from './files/map-concurrently.ts';
export { readErrorCode, describeError, explainError } from './files/error-facts.ts';
export { parseManifest, type Manifest } from './manifest/manifest-text.ts';
export type { Shard } from './manifest/shard.ts';
export { outlineArtefact, type ArtefactOutline } from './manifest/outline-artefact.ts';
export type { TakeBytes } from './files/take-bytes.ts';
