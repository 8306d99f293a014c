import { z } from 'zod';

import { describeError } from '../files/error-facts.ts';
import { innerPath, plainName } from '../files/safe-name.ts';
import { digestBytes } from '../fingerprint/digest.ts';
import { parsedJson } from './parsed-json.ts';
import { compareSeal, type SealedText, takeSeal } from './seal.ts';
import { shardSchema } from './shard.ts';

export const MANIFEST_FORMAT = 1;

const manifestSchema = z.strictObject({
  formatVersion: z.literal(MANIFEST_FORMAT),
  pipeline: plainName,
  recipe: plainName,
  stage: plainName,
  /** Of what determines the artefact: the stage, its code, its settings and the content of its inputs. */
  fingerprint: shardSchema.shape.fingerprint,
  settings: parsedJson,
  /** Content of the artefacts it was made from, so that an equal one made by other code changes nothing here. */
  inputs: z.array(z.strictObject({ stage: plainName, content: shardSchema.shape.sha256 })),
  shards: z.array(shardSchema),
  summary: parsedJson,
  /** Readable names in the recipe's results folder, and the blobs that lie there. */
  files: z.record(innerPath, shardSchema.shape.sha256),
});

/** A stage's immutable result: small, sorted, no time, no host, no absolute path. */
export type Manifest = Readonly<z.infer<typeof manifestSchema>>;

/** A manifest that only a newer version of the program can read. */
export class NewerFormatError extends Error {
  override readonly name = 'NewerFormatError';
}

/**
 * What the text of a manifest says, in a browser or in Node. Null for one of an older format, and for one that nobody
 * vouches for. Throws when the text is something else, or not what was written. `from` names it in errors.
 */
export async function parseManifest(from: string, text: string): Promise<Manifest | null> {
  const taken = takeManifest(from, text);
  return judgeManifest(from, taken, await digestBytes(new TextEncoder().encode(taken.sealed)));
}

/** Takes the text of a manifest apart; throws with the place and the remedy when it is no JSON. */
export function takeManifest(from: string, text: string): SealedText {
  try {
    return takeSeal(text);
  } catch (error) {
    throw new Error(`${from}: not a manifest: ${describeError(error)}; delete it and run the stage again`);
  }
}

/** The manifest in a text whose sealed part hashes to `found`; null where `parseManifest` says so. */
export function judgeManifest(from: string, taken: SealedText, found: string): Manifest | null {
  const { value, isSealed, complaint: unlike } = compareSeal(taken, found);
  const version = z.object({ formatVersion: z.number() }).safeParse(value);
  if (version.success && version.data.formatVersion < MANIFEST_FORMAT) return null;
  if (version.success && version.data.formatVersion > MANIFEST_FORMAT)
    throw new NewerFormatError(
      `${from}: formatVersion: expected at most ${MANIFEST_FORMAT}, got ${version.data.formatVersion}; a newer Tintype wrote it: update, or move data/ away`,
    );
  const parsed = manifestSchema.safeParse(value);
  const complaint = parsed.success ? unlike : z.prettifyError(parsed.error);
  if (!parsed.success || complaint !== null)
    throw new Error(`${from}: not a manifest: ${complaint}; delete it and run the stage again`);
  return isSealed ? parsed.data : null; // nobody vouches for its figures
}
