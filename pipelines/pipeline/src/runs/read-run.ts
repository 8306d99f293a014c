import { isBaseline } from '@tintype/colour';
import type { Decoding } from '@tintype/network';
import { type ArtefactOf, openArtefact } from '@tintype/stage/artefact';
import type { Manifest } from '@tintype/store';

import { resolveDecoding } from '../evaluate/resolve-decoding.ts';
import { convertSchemas } from '../schemas/convert.ts';
import { evaluateSchemas } from '../schemas/evaluate.ts';
import { ingestSchemas } from '../schemas/ingest.ts';
import { patchesSchemas } from '../schemas/patches.ts';
import { priorSchemas } from '../schemas/prior.ts';
import { trainSchemas } from '../schemas/train.ts';
import { rowsOf } from './evaluate-summary.ts';
import { type MethodRow, networkAt } from './method-row.ts';
import type { RunFiles } from './run-files.ts';

/** What each stage of a run left, in their order. */
export interface RunArtefacts {
  readonly ingest: ArtefactOf<typeof ingestSchemas>;
  readonly convert: ArtefactOf<typeof convertSchemas>;
  readonly prior: ArtefactOf<typeof priorSchemas>;
  readonly patches: ArtefactOf<typeof patchesSchemas>;
  readonly train: ArtefactOf<typeof trainSchemas>;
  readonly evaluate: ArtefactOf<typeof evaluateSchemas>;
}

/** A recipe that has been run to its end. */
export interface Run {
  readonly recipe: string;
  readonly artefacts: RunArtefacts;
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
  /** How the network's colours were decoded; the temperature is the one that stands for it. */
  readonly decoding: Decoding;
  /** Every method on the held-out photos, with intervals and leads. */
  readonly rows: readonly MethodRow[];
  /** The network's row at the temperature of `decoding`. */
  readonly score: MethodRow;
  readonly baselines: readonly MethodRow[];
}

/** Reads what the manifests of a run say. Throws when a stage is missing, or says something else. */
export async function readRun(recipe: string, files: RunFiles): Promise<Run> {
  const artefacts = await readArtefacts(recipe, files);
  const { ingest, prior, train, evaluate } = artefacts;
  const decoding = resolveDecoding(evaluate.settings, train.summary.decoding);
  const { temperature } = decoding;
  const rows = rowsOf(evaluate.summary);
  const score = networkAt(rows, temperature);
  if (score === undefined)
    throw new Error(`recipe ${recipe}: expected a score of the network at T = ${temperature}`);
  return {
    recipe,
    artefacts,
    source: ingest.settings.source.kind,
    insteadOf: ingest.summary.insteadOf,
    kept: ingest.summary.kept,
    bins: prior.summary.bins,
    network: networkName(train.settings.network),
    parameters: train.summary.parameters,
    decoding,
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

async function readArtefacts(recipe: string, files: RunFiles): Promise<RunArtefacts> {
  const read = async (stage: string): Promise<Manifest> => {
    const manifest = await files.readManifest(recipe, stage);
    if (manifest !== null) return manifest;
    throw new Error(
      `recipe ${recipe}: expected the artefact of ${stage}; run "npx nx run pipeline:all -c ${recipe}"`,
    );
  };
  return {
    ingest: openArtefact(ingestSchemas, await read('ingest')),
    convert: openArtefact(convertSchemas, await read('convert')),
    prior: openArtefact(priorSchemas, await read('prior')),
    patches: openArtefact(patchesSchemas, await read('patches')),
    train: openArtefact(trainSchemas, await read('train')),
    evaluate: openArtefact(evaluateSchemas, await read('evaluate')),
  };
}

/** Kind and width, such as "article, width 4". */
export function networkName({ kind, width }: { readonly kind: string; readonly width: number }): string {
  return `${kind}, width ${width}`;
}
