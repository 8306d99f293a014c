import type { ShardInput, ShardKey, ShardResources } from '@tintype/executor';
import type { Digest, Json, Manifest, Shard } from '@tintype/store';
import type { z } from 'zod';

import { type Artefact, type ArtefactOf, type ArtefactSchemas, openArtefact } from './artefact.ts';
import type { Folders } from './folders.ts';
import type { DatedFiles } from './layout/lay-out-results.ts';
import type { Amounts, Forecast, ForecastSurroundings, Upstream } from './rates/forecast.ts';

/** A named, versioned step: inputs and settings give an artefact. */
export interface Stage<
  Settings extends z.ZodObject = z.ZodObject,
  Summary extends z.ZodType<Json> = z.ZodType<Json>,
  A extends Amounts = Amounts,
> extends ArtefactSchemas<Settings, Summary> {
  /** Raised by hand when the bytes change for a reason that the digest of its code cannot see. */
  readonly version: number;
  /** The stages whose artefacts it reads: the one source of their order. */
  readonly needs: Needs;
  readonly dated: DatedFiles | null;
  run(surroundings: StageSurroundings): Promise<Outcome>;
  /** The files from outside the store that an artefact of it was made from; none for most stages. */
  filesOf(manifest: Manifest, read: ReadShard): Promise<readonly OutsideFile[]>;
  /** How much it would make and compute; null where nothing can be said. */
  forecast(known: ForecastSurroundings): Forecast<A> | null;
}

export type Needs = Readonly<Record<string, Stage>>;

/** The artefacts of the stages that a stage needs, under the same names. */
export type InputsOf<N extends Needs> = { readonly [K in keyof N]: ArtefactOf<N[K]> };

/** What a forecast may know of a stage and those that it needs. */
export interface ForecastContext<Settings = unknown, Summary = unknown, N extends Needs = Needs> extends Omit<
  ForecastSurroundings,
  'settings' | 'inputs' | 'manifest'
> {
  readonly settings: Settings;
  readonly inputs: {
    readonly [K in keyof N]: {
      readonly settings: z.output<N[K]['settings']>;
      readonly amounts: AmountsOf<N[K]>;
    };
  };
  /** What there would be, or else what the last run left; null before the first. */
  readonly artefact: { readonly settings: Settings; readonly summary: Summary } | null;
}

type AmountsOf<S> = S extends Stage<z.ZodObject, z.ZodType<Json>, infer A> ? A : Amounts;

export type ReadShard = (shard: Shard) => Promise<Uint8Array>;

/** What a stage is made of; `defineStage` makes a stage of it. */
export interface StageDefinition<
  Settings extends z.ZodObject,
  Summary extends z.ZodType<Json>,
  N extends Needs,
  A extends Amounts,
> extends ArtefactSchemas<Settings, Summary> {
  readonly version: number;
  readonly needs: N;
  run(
    context: StageContext<z.output<Settings>, z.output<Summary>, InputsOf<N>>,
  ): Promise<Outcome<z.output<Summary>>>;
  filesOf?(
    artefact: Artefact<z.output<Settings>, z.output<Summary>>,
    read: ReadShard,
  ): Promise<readonly OutsideFile[]>;
  /** Which of its result files say when they were made; none by default. */
  readonly dated?: DatedFiles;
  /** Without it, nothing is said of what the stage and those after it take while what they read is not there. */
  forecast?(known: ForecastContext<z.output<Settings>, z.output<Summary>, N>): Forecast<A> | null;
}

/** A file that is no blob of the store, such as a photo. */
export interface OutsideFile {
  readonly path: string;
  readonly sha256: Digest;
}

/** Everything outside itself that a stage may touch, before its types are known. */
export interface StageSurroundings {
  readonly settings: Json;
  /** The manifests of the stages that it needs. */
  readonly inputs: readonly Manifest[];
  readonly folders: Folders;
  /** Name of the recipe. */
  readonly recipe: string;
  /** The recipe as its author wrote it. */
  readonly recipeFile: string;
  readonly signal: AbortSignal;
  /** Whether this only finds out what there would be to do: nothing may be written, downloaded or generated. */
  readonly planning: boolean;
  /** This stage's manifest of the last run, if the code of today made it: what of it fits may be copied. */
  readonly before: Manifest | null;
  /**
   * Makes the shards of a wave: what the store has is reused, the rest is computed side by side.
   * The result is in the order of the specs. A later wave may be planned from the results of an earlier one.
   */
  shards(wave: readonly ShardSpec[]): Promise<readonly Shard[]>;
  read: ReadShard;
  note(text: string): void;
  /** Tells which files from outside the store it reads, so that a plan can name those that changed. */
  reads(files: Iterable<OutsideFile>): void;
}

/** The same as a stage meets it: settings and inputs are parsed. */
export interface StageContext<
  Settings = unknown,
  Summary = unknown,
  Inputs = Readonly<Record<string, Artefact>>,
> extends Omit<StageSurroundings, 'settings' | 'inputs' | 'before'> {
  readonly settings: Settings;
  readonly inputs: Inputs;
  readonly before: Artefact<Settings, Summary> | null;
}

/** One computation: what determines its bytes, and what does not. */
export interface ShardSpec {
  readonly key: ShardKey;
  readonly hints?: ShardHints;
}

/** With and without them the bytes are the same, so they are no part of a fingerprint. */
export interface ShardHints {
  /** Whether it keeps checkpoints, from which it goes on after a crash. */
  readonly resumable?: boolean;
  /** Blobs from which it may copy instead of computing; asked for only when the shard is not in the store. */
  reuse?(): readonly ShardInput[];
  /** How much there is to do, in a unit of the computation's own such as pixels or patches; its inputs when absent. */
  readonly work?: number;
  /** The rows that are expected of what it makes: plans reckon with them. */
  readonly rows?: number;
  /** What it uses of a machine, where shards are shared out by it; one core when absent. */
  readonly resources?: ShardResources;
}

export interface Outcome<Summary = Json> {
  readonly shards: readonly Shard[];
  readonly summary: Summary;
  /** One line for a person: counts and figures. */
  readonly headline: string;
  /** Further lines worth seeing, such as quarantined photos or a table of results. */
  readonly details?: readonly string[];
  /** Shards to lay out under readable names in the results folder. */
  readonly files?: Readonly<Record<string, Shard>>;
}

/** Joins a stage's types once, where it is written: whoever runs it needs to know none of them. */
export function defineStage<
  Settings extends z.ZodObject,
  Summary extends z.ZodType<Json>,
  N extends Needs,
  A extends Amounts = Amounts,
>(definition: StageDefinition<Settings, Summary, N, A>): Stage<Settings, Summary, A> {
  const { name, version, needs, settings, summary, filesOf, dated = null } = definition;
  return {
    name,
    version,
    needs,
    settings,
    summary,
    dated,
    run: (surroundings) =>
      definition.run({
        ...surroundings,
        settings: settings.parse(surroundings.settings),
        inputs: openInputs(needs, surroundings.inputs),
        before: surroundings.before && openArtefact(definition, surroundings.before),
      }),
    filesOf: async (manifest, read) => (await filesOf?.(openArtefact(definition, manifest), read)) ?? [],
    forecast: (known) => forecastOf(definition, known),
  };
}

function openInputs<N extends Needs>(needs: N, manifests: readonly Manifest[]): InputsOf<N> {
  const opened = Object.entries(needs).map(([key, stage]) => {
    const manifest = manifests.find((one) => one.stage === stage.name);
    if (manifest === undefined) throw new Error(`Internal error: expected the manifest of ${stage.name}`);
    return [key, openArtefact(stage, manifest)] as const;
  });
  // Each key has the artefact of its own stage, which the compiler cannot follow through the loop.
  return Object.fromEntries(opened) as InputsOf<N>;
}

function forecastOf<
  Settings extends z.ZodObject,
  Summary extends z.ZodType<Json>,
  N extends Needs,
  A extends Amounts,
>(
  { needs, settings, summary, forecast }: StageDefinition<Settings, Summary, N, A>,
  { manifest, inputs, ...known }: ForecastSurroundings,
): Forecast<A> | null {
  const opened: (readonly [string, unknown])[] = [];
  for (const [key, stage] of Object.entries(needs)) {
    const input: Upstream | undefined = inputs.get(stage.name);
    if (input === undefined || input.amounts === null) return null;
    opened.push([key, { settings: stage.settings.parse(input.settings), amounts: input.amounts }]);
  }
  if (forecast === undefined) return null;
  const [was, left] = [settings.safeParse(manifest?.settings), summary.safeParse(manifest?.summary)];
  return forecast({
    ...known,
    settings: settings.parse(known.settings),
    // Each key has what its own stage has forecast, which the compiler cannot follow through the loop.
    inputs: Object.fromEntries(opened) as ForecastContext<z.output<Settings>, z.output<Summary>, N>['inputs'],
    artefact: was.success && left.success ? { settings: was.data, summary: left.data } : null,
  });
}
