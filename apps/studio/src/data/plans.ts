import { type PlannedWork } from '@tintype/stage/neutral';
import { z } from 'zod';

import { askServer } from '../ask-server.ts';

const stateSchema = z.enum(['fresh', 'partial', 'stale', 'missing', 'unknown']);

const stageSchema = z.object({
  recipe: z.string(),
  stage: z.string(),
  state: stateSchema,
  /** Shards wanted now, and how many of them are to be computed. */
  shards: z.number(),
  missing: z.number(),
  unknownUntil: z.string().nullable(),
  /** Of its artefact: rows by table, files that are no tables, bytes of all. */
  rows: z.record(z.string(), z.number()),
  files: z.number(),
  bytes: z.number(),
  /** When its newest shard was made, ISO 8601; null before the first run. */
  made: z.string().nullable(),
});

const statusSchema = z.object({
  stages: z.array(stageSchema),
  neverRun: z.array(z.string()),
  broken: z.array(z.object({ recipe: z.string(), reason: z.string() })),
});

const json = z.json();

const planSchema = z.object({
  stage: z.string(),
  needs: z.array(z.string()),
  state: stateSchema,
  shards: z.number(),
  missing: z.array(z.string()),
  mayGrow: z.boolean(),
  unknownUntil: z.string().nullable(),
  changes: z.array(
    z.object({
      kind: z.enum(['setting', 'file', 'input', 'code']),
      name: z.string(),
      from: json,
      to: json,
    }),
  ),
  secondsBetween: z.tuple([z.number(), z.number()]).nullable(),
});

const plansSchema = z.object({ stages: z.array(planSchema) });

/** A stage of a recipe as it is now. */
export type StageStatus = Readonly<z.output<typeof stageSchema>>;

/** What there is of the recipes of a pipeline. */
export type Status = Readonly<z.output<typeof statusSchema>>;

/** What a run of a stage would do. */
export type Plan = Readonly<z.output<typeof planSchema>> & PlannedWork;

/** What the server answers where it cannot plan: from a package without the workspace. */
export class NoPlanError extends Error {
  override readonly name = 'NoPlanError';
}

/** What there is of each recipe. @throws NoPlanError where the server has no recipes to plan */
export async function readStatus(pipeline: string, signal: AbortSignal): Promise<Status> {
  return statusSchema.parse(await fetchPlan('api/status', { pipeline }, signal));
}

/** What a run of a recipe would do, stage by stage. @throws NoPlanError where the server has no recipes to plan */
export async function readPlans(
  pipeline: string,
  recipe: string,
  signal: AbortSignal,
): Promise<readonly Plan[]> {
  return plansSchema.parse(await fetchPlan('api/explain', { pipeline, recipe }, signal)).stages;
}

const refusalSchema = z.object({ error: z.string() });

async function fetchPlan(
  path: string,
  query: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<unknown> {
  const response = await askServer(`${path}?${new URLSearchParams(query)}`, { signal });
  if (response.ok) return response.json();
  const text = await response.text();
  const { error } = refusalSchema.catch({ error: text.slice(0, 300) }).parse(parseOrNull(text));
  throw response.status === 404 ? new NoPlanError(error) : new Error(error);
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // an answer that no server of ours gave, told as it is
  }
}
