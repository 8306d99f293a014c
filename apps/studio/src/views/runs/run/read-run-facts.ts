import { readRun, type Run } from '@tintype/pipeline/runs';
import type { Manifest } from '@tintype/store/neutral';

import { addressOfReport, openRunFiles, readRunManifests } from '../../../data/manifests.ts';

/** What there is of a run: its manifests, and what they say together where it has come to its end. */
export interface RunFacts {
  readonly pipeline: string;
  readonly recipe: string;
  /** Of the stages that have been run, in their order. */
  readonly manifests: readonly Manifest[];
  /** Null of an unfinished run, and of another pipeline than the one that colours. */
  readonly run: Run | null;
}

export async function readRunFacts(pipeline: string, recipe: string, signal: AbortSignal): Promise<RunFacts> {
  const manifests = await readRunManifests(pipeline, recipe, signal);
  const isFinished = pipeline === 'pipeline' && manifests.some(({ stage }) => stage === 'evaluate');
  const run = isFinished ? await readRun(recipe, openRunFiles(pipeline, signal)) : null;
  return { pipeline, recipe, manifests, run };
}

/** Pages that a run has written for people, by name, with their addresses. */
export function listReports({
  pipeline,
  recipe,
  manifests,
}: RunFacts): readonly { readonly name: string; readonly address: string }[] {
  const names = manifests.flatMap(({ files }) => Object.keys(files)).filter((name) => name.endsWith('.html'));
  return names.map((name) => ({ name, address: addressOfReport({ pipeline, recipe }, name) }));
}
