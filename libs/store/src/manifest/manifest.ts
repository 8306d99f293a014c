import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { isMissing, readTextIfThere } from '../files/read-if-there.ts';
import { isPlainName, PLAIN_NAME } from '../files/safe-name.ts';
import type { Json } from '../fingerprint/canonical-json.ts';
import type { Digest } from '../fingerprint/digest.ts';
import { digestJson, sealOf } from '../fingerprint/fingerprint.ts';
import { publish } from '../publish/publish.ts';
import { judgeManifest, type Manifest, takeManifest } from './manifest-text.ts';
import { sealedJson } from './sealed-json.ts';
import type { Shard } from './shard.ts';

export interface ManifestAddress {
  readonly pipeline: string;
  readonly recipe: string;
  readonly stage: string;
}

export function manifestPath(root: string, { pipeline, recipe, stage }: ManifestAddress): string {
  for (const name of [pipeline, recipe, stage])
    if (!isPlainName(name))
      throw new Error(`manifest: expected a name of ${PLAIN_NAME}, got ${JSON.stringify(name)}`);
  return join(root, pipeline, recipe, `${stage}.json`);
}

/** What an artefact holds, whoever made it: two artefacts with equal bytes have equal content. */
export function digestContent(shards: readonly Shard[], summary: Json): Digest {
  return digestJson({ shards: shards.map(({ name, sha256 }) => ({ name, sha256 })), summary });
}

/**
 * The manifest in `file`. Null when there is none, or one of an older format: its stage then runs again, which costs
 * a look into the store. Throws when the file holds something else, or not what was written.
 */
export async function readManifest(file: string): Promise<Manifest | null> {
  const text = await readTextIfThere(file);
  if (text === null) return null;
  const taken = takeManifest(file, text);
  return judgeManifest(file, taken, sealOf(taken.sealed));
}

/** Writes the manifest unless the file says the same already. @returns whether it was written. */
export async function writeManifest(file: string, manifest: Manifest): Promise<boolean> {
  const text = sealedJson(manifest);
  if ((await readTextIfThere(file)) === text) return false;
  await publish(file, text);
  return true;
}

/** All manifests below `root`, ordered by path; none when the folder does not exist. */
export async function listManifests(root: string): Promise<readonly Manifest[]> {
  const files = await manifestFiles(root);
  const manifests = await Promise.all(files.map((file) => readManifest(file)));
  return manifests.filter((manifest) => manifest !== null);
}

/** The files below `root` in which manifests are, ordered by path. */
export async function manifestFiles(root: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(root, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}
