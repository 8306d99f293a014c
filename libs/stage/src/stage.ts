import { join } from 'node:path';

import type { ShardInput } from '@tintype/executor';
import type { Digest, Json, Manifest, Shard } from '@tintype/store';

import type { SettingsSchema } from './recipe.ts';

/** A named, versioned step: inputs and settings give an artefact. */
export interface Stage<Settings = unknown> {
  readonly name: string;
  /** Raised by hand when the bytes change for a reason that the digest of its code cannot see. */
  readonly version: number;
  /** Stages whose artefacts it reads. */
  readonly needs: readonly string[];
  /** Schema of its section of the recipe. */
  readonly settings: SettingsSchema;
  run(context: StageContext<Settings>): Promise<Outcome>;
  /** The files from outside the store that an artefact of it was made from; for a stage that reads any. */
  filesOf?(artefact: Artefact, read: StageContext['read']): Promise<readonly OutsideFile[]>;
}

/** A file that is no blob of the store, such as a photo. */
export interface OutsideFile {
  readonly path: string;
  readonly sha256: Digest;
}

/** Everything outside itself that a stage may touch. */
export interface StageContext<Settings = unknown> {
  readonly settings: Settings;
  readonly folders: Folders;
  /** Name of the recipe. */
  readonly recipe: string;
  /** The recipe as its author wrote it. */
  readonly recipeFile: string;
  readonly signal: AbortSignal;
  /** Whether this only finds out what there would be to do: nothing may be written, downloaded or generated. */
  readonly planning: boolean;
  /** This stage's artefact of the last run, if the code of today made it: what of it fits may be copied. */
  readonly before: Artefact | null;
  /** The artefact of a stage named in `needs`. */
  artefact(stage: string): Artefact;
  /**
   * Makes the shards of a wave: what the store has is reused, the rest is computed side by side.
   * The result is in the order of the specs. A later wave may be planned from the results of an earlier one.
   */
  shards(wave: readonly ShardSpec[]): Promise<readonly Shard[]>;
  inputOf(shard: Shard): ShardInput;
  read(shard: Shard): Promise<Uint8Array>;
  note(text: string): void;
  /** Tells which files from outside the store it reads, so that a plan can name those that changed. */
  reads(files: readonly OutsideFile[]): void;
}

export interface Folders {
  readonly workspace: string;
  readonly data: string;
  /** Where this recipe's readable results go. */
  readonly results: string;
}

/** The folders that do not depend on a recipe. */
export function foldersOf(workspace: string): Pick<Folders, 'workspace' | 'data'> {
  return { workspace, data: join(workspace, 'data') };
}

/** Where the readable results of a recipe lie. */
export function resultsFolder(
  data: string,
  { pipeline, recipe }: { pipeline: string; recipe: string },
): string {
  return join(data, 'reports', pipeline, recipe);
}

/** One computation: its bytes are determined by these fields, the stage's version and its code. */
export interface ShardSpec {
  readonly name: string;
  readonly compute: string;
  /** The settings that this computation reads, and no others. */
  readonly settings: Json;
  readonly inputs: readonly ShardInput[];
  /** Whether it keeps checkpoints, from which it goes on after a crash. */
  readonly resumable?: boolean;
  /**
   * Whether it holds what it reads against its address itself, as it gets by with a few of its inputs. Of all others
   * every input is read through before they begin.
   */
  readonly checksInputs?: boolean;
  /**
   * Blobs from which the computation may copy, or start, instead of computing; asked for only when the shard is not in the
   * store. No part of the fingerprint, since the bytes are the same with and without them.
   */
  reuse?(): readonly ShardInput[];
}

export interface Outcome {
  readonly shards: readonly Shard[];
  readonly summary: Json;
  /** One line for a person: counts and figures. */
  readonly headline: string;
  /** Further lines worth seeing, such as quarantined photos or a table of results. */
  readonly details?: readonly string[];
  /** Shards to lay out under readable names in the results folder. */
  readonly files?: Readonly<Record<string, Shard>>;
}

export interface Artefact {
  readonly manifest: Manifest;
  /** The shard of this name; an internal error when there is none. */
  shard(name: string): Shard;
  /** All shards whose name starts with `prefix`. */
  shardsIn(prefix: string): readonly Shard[];
}

export function artefactOf(manifest: Manifest): Artefact {
  return {
    manifest,
    shardsIn: (prefix) => manifest.shards.filter(({ name }) => name.startsWith(prefix)),
    shard: (name) => shardNamed(manifest.shards, name),
  };
}

/** The shard of this name; an internal error when there is none. */
export function shardNamed(shards: readonly Shard[], name: string): Shard {
  const found = shards.find((shard) => shard.name === name);
  if (found === undefined)
    throw new Error(
      `Internal error: expected a shard ${name} among ${shards.map((shard) => shard.name).join(', ')}`,
    );
  return found;
}

/** Checks the settings' type once, where a stage is written. */
export function defineStage<Settings>(stage: Stage<Settings>): Stage<Settings> {
  return stage;
}
