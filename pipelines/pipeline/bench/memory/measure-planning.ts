import { join, resolve } from 'node:path';

import { type BenchResult, judgeResult } from '@tintype/network/bench';

import { writeMadeUpPhotos } from './made-up-photos.ts';
import { openSmallWorkspace } from './small-workspace.ts';
import { measureUsage, type Usage } from './stage-usage.ts';

export interface Planning {
  readonly entries: number;
  readonly photosPerShard: number;
  /** Where the workspace lies; undefined: among the system's temporary files. */
  readonly folder: string | undefined;
  tell(what: string, usage: Usage): void;
}

const GIGABYTE = 1e9;
/**
 * Of planning all stages, and of a run with nothing to do: of what Nx asks before it takes all from its cache, and of
 * the first four stages where it does not; seconds of processor time.
 */
const [MOST_SECONDS, MOST_NOOP_SECONDS] = [60, 5];
/** Bytes. */
const MOST_BYTES = 2e9;
const STAGES = ['ingest', 'convert', 'prior', 'patches'] as const;
const PROGRAM = 'pipelines/pipeline/dist/bench/plan-stage.js';
/** In the workspace. */
const PROBE = 'pipelines/pipeline/dist/probe.js';

/**
 * What it takes to list so many photos, to plan what is to be computed of them, and to find that nothing is: with
 * computations that cost nothing, which leave the files that real ones would.
 */
export async function measurePlanning(planning: Planning): Promise<readonly BenchResult[]> {
  const workspace = await openSmallWorkspace(recipeOf(planning), planning.folder);
  const measure = async (what: string, program: readonly string[]) => {
    const usage = await measureUsage(program, workspace.folder);
    planning.tell(`${planning.entries} entries, ${what}`, usage);
    return usage;
  };
  const run = (what: string, ...stage: readonly string[]) =>
    measure(what, [resolve(PROGRAM), workspace.recipes, workspace.recipe, ...stage]);
  try {
    await writeMadeUpPhotos(join(workspace.folder, 'photos'), planning.entries);
    const listed = await run('listing, hashing and splitting', 'ingest');
    const planned = await run('planning what is to be computed');
    for (const stage of STAGES.slice(1)) await run(`${stage}, which computes nothing`, stage);
    const probed = await measure('what Nx asks for when there is nothing to do', [PROBE]);
    const noops: Usage[] = [];
    for (const stage of STAGES) noops.push(await run(`${stage} with nothing to do`, stage));
    return judgePlanning(planning.entries, { listed, planned, probed, noops });
  } finally {
    await workspace.remove();
  }
}

function recipeOf({ photosPerShard }: Planning): object {
  return {
    ingest: { source: { kind: 'folder', path: 'photos' }, validation: 0.01, test: 0.01 },
    convert: { size: 64, photosPerShard },
    patches: { perPhoto: 1 },
    train: { backEnd: 'wasm', network: { width: 1 }, epochs: 1 },
    evaluate: { bundled: false },
  };
}

interface Measured {
  readonly listed: Usage;
  readonly planned: Usage;
  readonly probed: Usage;
  /** Of each stage. */
  readonly noops: readonly Usage[];
}

function judgePlanning(
  entries: number,
  { listed, planned, probed, noops }: Measured,
): readonly BenchResult[] {
  const at = `${entries} entries`;
  const peak = (usages: readonly Usage[]) => [
    Math.max(...usages.map(({ peakBytes }) => peakBytes)) / GIGABYTE,
  ];
  const seconds = (usages: readonly Usage[]) => [usages.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0)];
  const inTime = { target: MOST_SECONDS, atMost: true };
  const atOnce = { target: MOST_NOOP_SECONDS, atMost: true };
  const inMemory = { target: MOST_BYTES / GIGABYTE, atMost: true };
  return [
    judgeResult(`${at}: listing, hashing, splitting`, 's', seconds([listed])),
    judgeResult(`${at}: listing, peak memory`, 'GB', peak([listed]), inMemory),
    judgeResult(`${at}: planning all stages`, 's', seconds([planned]), inTime),
    judgeResult(`${at}: planning, peak memory`, 'GB', peak([planned]), inMemory),
    judgeResult(`${at}: nothing to do, what Nx asks for`, 's', seconds([probed]), atOnce),
    judgeResult(`${at}: nothing to do, four stages`, 's', seconds(noops), atOnce),
    judgeResult(`${at}: nothing to do, peak memory`, 'GB', peak([probed, ...noops]), inMemory),
  ];
}
