import type { ShardInput } from '@tintype/executor';
import type { Json, Manifest, Shard } from '@tintype/store';
import { z } from 'zod';

/** What a stage's settings and summaries look like; both are JSON in its manifest. */
export interface ArtefactSchemas<
  Settings extends z.ZodObject = z.ZodObject,
  Summary extends z.ZodType<Json> = z.ZodType<Json>,
> {
  readonly name: string;
  readonly settings: Settings;
  readonly summary: Summary;
}

/** A stage's immutable result, with the settings it was made by. */
export interface Artefact<Settings = unknown, Summary = unknown> {
  readonly manifest: Manifest;
  readonly settings: Settings;
  readonly summary: Summary;
  readonly shards: readonly Shard[];
  /** The shard of this name; an internal error when there is none. */
  shard(name: string): Shard;
  /** All shards whose name starts with `prefix`. */
  shardsIn(prefix: string): readonly Shard[];
}

/** The artefact of a stage. */
export type ArtefactOf<S extends ArtefactSchemas> = Artefact<z.output<S['settings']>, z.output<S['summary']>>;

/**
 * Parses what a manifest says: here, where it enters, and nowhere else.
 *
 * @throws when another version of the stage wrote it
 */
export function openArtefact<Settings extends z.ZodObject, Summary extends z.ZodType<Json>>(
  schemas: ArtefactSchemas<Settings, Summary>,
  manifest: Manifest,
): Artefact<z.output<Settings>, z.output<Summary>> {
  const { shards } = manifest;
  let named: ReadonlyMap<string, Shard> | null = null; // a stage that asks for one may ask for each of thousands
  return {
    manifest,
    shards,
    settings: parsed(schemas.settings, manifest, 'settings'),
    summary: parsed(schemas.summary, manifest, 'summary'),
    shardsIn: (prefix) => shards.filter(({ name }) => name.startsWith(prefix)),
    shard: (name) => (named ??= byName(shards)).get(name) ?? shardNamed(shards, name),
  };
}

function byName(shards: readonly Shard[]): ReadonlyMap<string, Shard> {
  return new Map(shards.map((shard) => [shard.name, shard]));
}

function parsed<S extends z.ZodType>(
  schema: S,
  manifest: Manifest,
  part: 'settings' | 'summary',
): z.output<S> {
  const result = schema.safeParse(manifest[part]);
  if (result.success) return result.data;
  const { pipeline, recipe, stage } = manifest;
  throw new Error(
    `${pipeline}/${recipe}/${stage}.json: ${part}: ${z.prettifyError(result.error)}; another version of Tintype wrote it: run "npx nx run ${pipeline}:${stage} -c ${recipe}"`,
  );
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

/** A shard as what a computation reads, under its own name or another. */
export function toInput({ name, sha256 }: Shard, as = name): ShardInput {
  return { name: as, sha256 };
}
