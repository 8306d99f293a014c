import { listManifests, type Manifest } from '@tintype/store';
import { z } from 'zod';

import { insteadOf } from '../ingest/instead-of.ts';
import { isBaseline } from '../report/method-name.ts';
import type { Method } from '../report/report-data.ts';

/** Null where a method has none, or where it is infinite. */
const measure = z.number().nullable();

/** What is compared of a method; the same for the network and the baselines. */
const scoreSchema = z.object({
  method: z.string() as z.ZodType<Method>,
  temperature: z.number().nullable(),
  photos: z.number(),
  aucBalanced: measure,
  auc: measure,
  rmseAb: measure,
  psnr: measure,
  chromaRatio: measure,
});

export type ComparedScore = z.output<typeof scoreSchema>;

/** A recipe that has been run to its end. */
export interface Run {
  readonly recipe: string;
  readonly photos: number;
  /** The archive for which the bundled photos stand in, or null. */
  readonly insteadOf: string | null;
  readonly bins: number;
  /** As `networkName` says it. */
  readonly network: string;
  readonly parameters: number;
  readonly temperature: number;
  /** Held-out photos that were measured. */
  readonly heldOut: number;
  readonly score: ComparedScore;
  readonly baselines: readonly ComparedScore[];
  readonly manifests: Readonly<Record<'ingest' | 'convert' | 'evaluate', Manifest>>;
}

/** The runs whose manifests lie in `root`, by name of the recipe; one that has not come to its end is left out. */
export async function readRuns(root: string): Promise<readonly Run[]> {
  const all = (await listManifests(root)).filter(({ pipeline }) => pipeline === 'pipeline');
  const recipes = [...new Set(all.map(({ recipe }) => recipe))].sort();
  return recipes.flatMap((recipe) => {
    const stages = new Map(
      all.filter((manifest) => manifest.recipe === recipe).map((manifest) => [manifest.stage, manifest]),
    );
    return stages.has('evaluate') ? [readRun(recipe, stages)] : [];
  });
}

const evaluateSchema = z.object({ temperature: z.number() });
const networkSchema = z.object({ network: z.looseObject({ kind: z.string() }) });
const scoresSchema = z.object({ scores: z.array(scoreSchema) });

function readRun(recipe: string, stages: ReadonlyMap<string, Manifest>): Run {
  const of = (stage: string): Manifest => {
    const found = stages.get(stage);
    if (found !== undefined) return found;
    throw new Error(
      `${recipe}: ${stage}.json: expected its manifest; run npx nx run pipeline:all -c ${recipe}`,
    );
  };
  const number = (stage: string, key: string) =>
    z.looseObject({ [key]: z.number() }).parse(of(stage).summary)[key] as number;
  const { temperature } = evaluateSchema.parse(of('evaluate').settings);
  const { scores } = scoresSchema.parse(of('evaluate').summary);
  const score = scores.find((one) => one.method === 'network' && one.temperature === temperature);
  if (score === undefined)
    throw new Error(`${recipe}: expected a score of the network at T = ${temperature}`);
  return {
    recipe,
    photos: number('ingest', 'kept'),
    insteadOf: insteadOf(of('ingest')),
    bins: number('prior', 'bins'),
    network: networkName(networkSchema.parse(of('train').settings).network),
    parameters: number('train', 'parameters'),
    temperature,
    heldOut: score.photos,
    score,
    baselines: scores.filter(({ method }) => isBaseline(method)),
    manifests: { ingest: of('ingest'), convert: of('convert'), evaluate: of('evaluate') },
  };
}

/** Kind and own settings, such as "article, width 4". */
export function networkName({ kind, ...settings }: { readonly kind: string }): string {
  return [kind, ...Object.entries(settings).map(([name, value]) => `${name} ${String(value)}`)].join(', ');
}
