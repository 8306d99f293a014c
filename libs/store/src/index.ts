export { asJson, canonicalJson, readableJson, type Json } from './canonical-json.ts';
export { eachOf, FILES_AT_ONCE } from './each-of.ts';
export { codeOf, messageOf, reasonOf } from './error-facts.ts';
export {
  base64Sha256,
  digestOfJson,
  fingerprintOf,
  sha256,
  type Digest,
  type Fingerprint,
} from './fingerprint.ts';
export { hashFile } from './hash-file.ts';
export { describeHolder, withLock, type Holder, type LockOptions } from './lock.ts';
export {
  contentOf,
  listManifests,
  MANIFEST_FORMAT,
  manifestFiles,
  manifestPath,
  NewerFormatError,
  readManifest,
  writeManifest,
  type Manifest,
  type ManifestAddress,
} from './manifest.ts';
export { publish, publishWritten, syncFolder, writeError, type PublishOptions } from './publish.ts';
export { planGarbage, removeGarbage, type Garbage, type GarbageOptions } from './garbage.ts';
export { isInnerPath, isPlainName, PLAIN_NAME } from './safe-name.ts';
export { sealedJson } from './sealed-json.ts';
export type { Shard } from './shard.ts';
export { isMissing, namesIn, readIfThere, readTextIfThere } from './read-if-there.ts';
export { openStore, type Store } from './store.ts';
export { repairStore, verifyStore, type Finding, type Fault, type Verification } from './verify.ts';
export { usersOf, whileUnused, whileUsed } from './use.ts';
