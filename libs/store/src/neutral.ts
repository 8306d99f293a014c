export { asJson, canonicalJson, readableJson, type Json } from './canonical-json.ts';
export { digestBytes, parseDigest, type Digest, type Fingerprint } from './digest.ts';
export { describeHolder, type Holder } from './holder.ts';
export { FILES_AT_ONCE, mapConcurrently } from './map-concurrently.ts';
export { readErrorCode, describeError, explainError } from './error-facts.ts';
export { NewerFormatError, parseManifest, type Manifest } from './manifest-text.ts';
export type { Shard } from './shard.ts';
export { outlineArtefact, type ArtefactOutline } from './outline-artefact.ts';
