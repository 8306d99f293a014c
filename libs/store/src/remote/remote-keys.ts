import { isPlainName } from '../files/safe-name.ts';
import type { Digest, Fingerprint } from '../fingerprint/digest.ts';
import type { ManifestAddress } from '../manifest/manifest.ts';

/** The folders of a remote, as those of a store. */
export const BLOBS = 'blobs';
export const RECORDS = 'shards';
export const MANIFESTS = 'manifests';

export function blobKey(digest: Digest): string {
  return `${BLOBS}/${digest.slice(0, 2)}/${digest}`;
}

export function recordKey(fingerprint: Fingerprint): string {
  return `${RECORDS}/${fingerprint.slice(0, 2)}/${fingerprint}.json`;
}

export function manifestKey({ pipeline, recipe, stage }: ManifestAddress): string {
  return `${manifestFolder({ pipeline, recipe })}/${stage}.json`;
}

/** Where the manifests of a recipe lie. */
export function manifestFolder({ pipeline, recipe }: Omit<ManifestAddress, 'stage'>): string {
  return `${MANIFESTS}/${pipeline}/${recipe}`;
}

/** The digest in the key of a blob; null for another key. */
export function digestIn(key: string): Digest | null {
  const [, prefix, digest] = /^blobs\/(..)\/([0-9a-f]{64})$/.exec(key) ?? [];
  return digest?.slice(0, 2) === prefix && digest !== undefined ? (digest as Digest) : null;
}

/** The fingerprint in the key of a record; null for another key. */
export function fingerprintIn(key: string): Fingerprint | null {
  const [, prefix, hash] = /^shards\/(..)\/([0-9a-f]{64})\.json$/.exec(key) ?? [];
  return hash?.slice(0, 2) === prefix && hash !== undefined ? (hash as Fingerprint) : null;
}

/** What the key of a manifest names; null for another key. */
export function addressIn(key: string): ManifestAddress | null {
  const [, pipeline = '', recipe = '', stage = ''] =
    /^manifests\/([^/]+)\/([^/]+)\/([^/]+)\.json$/.exec(key) ?? [];
  return [pipeline, recipe, stage].every(isPlainName) ? { pipeline, recipe, stage } : null;
}
