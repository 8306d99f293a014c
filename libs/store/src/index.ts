export { asJson, canonicalJson, readableJson, type Json } from './fingerprint/canonical-json.ts';
export { mapConcurrently, FILES_AT_ONCE } from './files/map-concurrently.ts';
export { readErrorCode, describeError, explainError } from './files/error-facts.ts';
export { isDigest, parseDigest, type Digest, type Fingerprint } from './fingerprint/digest.ts';
export { growDigests, packDigests, type DigestList } from './fingerprint/digest-list.ts';
export { base64Sha256, digestJson, computeFingerprint, sha256 } from './fingerprint/fingerprint.ts';
export { expandHome, homeFolder } from './files/expand-home.ts';
export { hashFile } from './fingerprint/hash-file.ts';
export { describeHolder, type Holder } from './lock/holder.ts';
export { withLock, type LockOptions } from './lock/lock.ts';
export {
  digestContent,
  listManifests,
  manifestFiles,
  manifestPath,
  readManifest,
  writeManifest,
  type ManifestAddress,
} from './manifest/manifest.ts';
export { outlineArtefact, type ArtefactOutline } from './manifest/outline-artefact.ts';
export { MANIFEST_FORMAT, NewerFormatError, type Manifest } from './manifest/manifest-text.ts';
export { withDraft } from './publish/drafts.ts';
export { FolderError, makeFolder, removeEmptyFolders } from './publish/make-folder.ts';
export {
  probeFolder,
  publish,
  publishWritten,
  syncFolder,
  writeError,
  type PublishOptions,
} from './publish/publish.ts';
export { planGarbage, removeGarbage, type Garbage, type GarbageOptions } from './upkeep/garbage.ts';
export { isInnerPath, isPlainName, PLAIN_NAME } from './files/safe-name.ts';
export { sealedJson } from './manifest/sealed-json.ts';
export { readFileInto } from './files/read-file-into.ts';
export { shardSchema, type Shard } from './manifest/shard.ts';
export { isMissing, namesIn, readIfThere, readTextIfThere } from './files/read-if-there.ts';
export { pullArtefacts, readManifestsThere, type Pulled } from './remote/pull-artefacts.ts';
export { pushArtefacts, type Pushed, type Transfer, type TransferOptions } from './remote/push-artefacts.ts';
export { planRemoteGarbage, removeRemoteGarbage, type RemoteGarbage } from './remote/remote-garbage.ts';
export { checkRemote } from './remote/open-remote.ts';
export { readRemoteAddress, type RemoteAddress } from './remote/remote-address.ts';
export { RemoteError } from './remote/remote-error.ts';
export { describeFault, type RemoteFault } from './remote/remote-fault.ts';
export type { StoreRemote } from './remote/store-remote.ts';
export { makeTemporaryFolder } from './files/temporary-folder.ts';
export { openStore, type Store } from './store.ts';
export {
  repairStore,
  verifyStore,
  type Finding,
  type Repair,
  type Fault,
  type Verification,
} from './upkeep/verify.ts';
export { listUsers, whileUnused, whileUsed } from './upkeep/use.ts';
export type { TakeBytes } from './files/take-bytes.ts';
