import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

import type { Json } from './canonical-json.ts';
import { describeError } from './error-facts.ts';
import { type Digest, digestJson } from './fingerprint.ts';
import { publish } from './publish/publish.ts';
import { isMissing, readTextIfThere } from './read-if-there.ts';
import { innerPath, isPlainName, PLAIN_NAME, plainName } from './safe-name.ts';
import { parseSealed, sealedJson, type Unsealed } from './sealed-json.ts';
import { type Shard, shardSchema } from './shard.ts';

export const MANIFEST_FORMAT = 1;

const json: z.ZodType<Json> = z.json();

const manifestSchema = z.strictObject({
  formatVersion: z.literal(MANIFEST_FORMAT),
  pipeline: plainName,
  recipe: plainName,
  stage: plainName,
  /** Of what determines the artefact: the stage, its code, its settings and the content of its inputs. */
  fingerprint: shardSchema.shape.fingerprint,
  settings: json,
  /** Content of the artefacts it was made from, so that an equal one made by other code changes nothing here. */
  inputs: z.array(z.strictObject({ stage: plainName, content: shardSchema.shape.sha256 })),
  shards: z.array(shardSchema),
  summary: json,
  /** Readable names in the recipe's results folder, and the blobs that lie there. */
  files: z.record(innerPath, shardSchema.shape.sha256),
});

/** A stage's immutable result: small, sorted, no time, no host, no absolute path. */
export type Manifest = Readonly<z.infer<typeof manifestSchema>>;

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

/** A manifest that only a newer version of the program can read. */
export class NewerFormatError extends Error {
  override readonly name = 'NewerFormatError';
}

/**
 * The manifest in `file`. Null when there is none, or one of an older format: its stage then runs again, which costs
 * a look into the store. Throws when the file holds something else, or not what was written.
 */
export async function readManifest(file: string): Promise<Manifest | null> {
  const text = await readTextIfThere(file);
  return text === null ? null : parseManifest(file, text);
}

function parseManifest(file: string, text: string): Manifest | null {
  const { value, isSealed, complaint: unlike } = unseal(file, text);
  const version = z.object({ formatVersion: z.number() }).safeParse(value);
  if (version.success && version.data.formatVersion < MANIFEST_FORMAT) return null;
  if (version.success && version.data.formatVersion > MANIFEST_FORMAT)
    throw new NewerFormatError(
      `${file}: formatVersion: expected at most ${MANIFEST_FORMAT}, got ${version.data.formatVersion}; a newer Tintype wrote it: update, or move data/ away`,
    );
  const parsed = manifestSchema.safeParse(value);
  const complaint = parsed.success ? unlike : z.prettifyError(parsed.error);
  if (!parsed.success || complaint !== null)
    throw new Error(`${file}: not a manifest: ${complaint}; delete it and run the stage again`);
  return isSealed ? parsed.data : null; // nobody vouches for its figures
}

function unseal(file: string, text: string): Unsealed {
  try {
    return parseSealed(text);
  } catch (error) {
    throw new Error(`${file}: not a manifest: ${describeError(error)}; delete it and run the stage again`);
  }
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
