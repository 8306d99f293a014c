import { isBaseline } from '@tintype/colour';
import type { Manifest } from '@tintype/store';
import { z } from 'zod';

import { rowsOf } from './evaluate-summary.ts';
import { type MethodRow, networkAt } from './method-row.ts';
import type { RunFiles, StageName } from './run-files.ts';
import * as schemas from './schemas.ts';

/** A recipe that has been run to its end. */
export interface Run {
  readonly recipe: string;
  readonly manifests: Readonly<Record<StageName, Manifest>>;
  /** Where its photos are from, such as "bundled" or "folder". */
  readonly source: string;
  /** The archive for which the bundled photos stand in, or null. */
  readonly insteadOf: string | null;
  /** Photos that were not quarantined. */
  readonly kept: number;
  /** Of the gamut. */
  readonly bins: number;
  /** As `networkName` says it. */
  readonly network: string;
  readonly parameters: number;
  /** The one that stands for the network. */
  readonly temperature: number;
  /** Every method on the held-out photos, with intervals and leads. */
  readonly rows: readonly MethodRow[];
  /** The network's row at `temperature`. */
  readonly score: MethodRow;
  readonly baselines: readonly MethodRow[];
}

/** Reads what the manifests of a run say. Throws when a stage is missing, or says something else. */
export async function readRun(recipe: string, files: RunFiles): Promise<Run> {
  const manifests = await readManifests(recipe, files);
  const { ingest, prior, train, evaluate } = manifests;
  const { source } = parsed(ingest, 'settings', schemas.ingestSettings);
  const { kept, insteadOf } = parsed(ingest, 'summary', schemas.ingestSummary);
  const { temperature } = parsed(evaluate, 'settings', schemas.evaluateSettings);
  const rows = rowsOf(parsed(evaluate, 'summary', schemas.evaluateSummary));
  const score = networkAt(rows, temperature);
  if (score === undefined)
    throw new Error(`recipe ${recipe}: expected a score of the network at T = ${temperature}`);
  return {
    recipe,
    manifests,
    source: source.kind,
    insteadOf,
    kept,
    bins: parsed(prior, 'summary', schemas.priorSummary).bins,
    network: networkName(parsed(train, 'settings', schemas.trainSettings).network),
    parameters: parsed(train, 'summary', schemas.trainSummary).parameters,
    temperature,
    rows,
    score,
    baselines: rows.filter(({ method }) => isBaseline(method)),
  };
}

/** All runs that have come to their end, by name of the recipe. */
export async function readRuns(files: RunFiles): Promise<readonly Run[]> {
  const runs: Run[] = [];
  for (const recipe of await files.listRecipes())
    if ((await files.readManifest(recipe, 'evaluate')) !== null) runs.push(await readRun(recipe, files));
  return runs;
}

async function readManifests(recipe: string, files: RunFiles): Promise<Run['manifests']> {
  const read = async (stage: StageName): Promise<Manifest> => {
    const manifest = await files.readManifest(recipe, stage);
    if (manifest !== null) return manifest;
    throw new Error(
      `recipe ${recipe}: expected the artefact of ${stage}; run "npx nx run pipeline:all -c ${recipe}"`,
    );
  };
  return {
    ingest: await read('ingest'),
    convert: await read('convert'),
    prior: await read('prior'),
    patches: await read('patches'),
    train: await read('train'),
    evaluate: await read('evaluate'),
  };
}

function parsed<S extends z.ZodType>(
  manifest: Manifest,
  part: 'settings' | 'summary',
  schema: S,
): z.output<S> {
  const result = schema.safeParse(manifest[part]);
  if (result.success) return result.data;
  const { recipe, stage } = manifest;
  throw new Error(`recipe ${recipe}: ${stage}: ${part}: ${z.prettifyError(result.error)}`);
}

/** Kind and own settings, such as "article, width 4". */
export function networkName({ kind, ...settings }: { readonly kind: string }): string {
  return [kind, ...Object.entries(settings).map(([name, value]) => `${name} ${String(value)}`)].join(', ');
}
