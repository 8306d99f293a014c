import { join } from 'node:path';

import type { Table } from '@tintype/records';
import {
  computeFingerprint,
  type Digest,
  digestContent,
  type Json,
  MANIFEST_FORMAT,
  manifestPath,
  openStore,
  type Shard,
  writeManifest,
} from '@tintype/store';

/** What a made-up stage leaves. */
export interface MadeArtefact {
  readonly pipeline: string;
  readonly recipe: string;
  readonly stage: string;
  readonly settings: Json;
  readonly summary: Json;
  readonly inputs: readonly WrittenArtefact[];
  readonly blobs: readonly MadeBlob[];
}

/** A stage of a made-up run. */
export type MadeStage = Omit<MadeArtefact, 'pipeline' | 'recipe' | 'inputs'>;

export interface MadeBlob {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly rows?: number;
  readonly table?: Table;
  readonly facts?: Readonly<Record<string, Json>>;
}

export interface WrittenArtefact {
  readonly stage: string;
  readonly content: Digest;
}

/** Writes an artefact into a data folder as a stage would. */
export async function writeArtefact(
  data: string,
  { blobs, inputs, ...made }: MadeArtefact,
): Promise<WrittenArtefact> {
  const store = openStore(join(data, 'store'));
  const fingerprint = computeFingerprint([made.pipeline, made.recipe, made.stage]);
  const shards: Shard[] = [];
  for (const { name, bytes, rows = 0, table, facts } of blobs) {
    const blob = await store.putBlob(bytes);
    shards.push({
      name,
      fingerprint,
      ...blob,
      rows,
      ...(table && { table: table.name }),
      ...(facts && { facts }),
    });
  }
  await writeManifest(manifestPath(join(data, 'manifests'), made), {
    ...made,
    formatVersion: MANIFEST_FORMAT,
    fingerprint,
    inputs: inputs.map(({ stage, content }) => ({ stage, content })),
    shards,
    files: Object.fromEntries(shards.flatMap(({ name, table, sha256 }) => (table ? [] : [[name, sha256]]))),
  });
  return { stage: made.stage, content: digestContent(shards, made.summary) };
}
