import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import { z } from 'zod';

import { timedRun } from '../incremental/timed-run.ts';

/** What a process has used, all its threads included. */
export interface Usage {
  /** Resident memory at its highest, bytes. */
  readonly peakBytes: number;
  /** Processor time, seconds: a busy machine makes it hardly longer. */
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
}

const usageSchema = z.object({
  maxRSS: z.number(), // KiB, on all systems, as libuv has it
  userCPUTime: z.number(), // µs, like the next one
  systemCPUTime: z.number(),
});

const PRELOAD = 'pipelines/pipeline/bench/memory/report-usage.mjs';

/** Runs a program of Node's in a folder, and measures what its process uses. */
export async function measureUsage(args: readonly string[], cwd: string): Promise<Usage> {
  const file = join(cwd, 'usage.json');
  const preload = pathToFileURL(resolve(PRELOAD)).href;
  const { seconds } = await timedRun([process.execPath, '--import', preload, ...args], {
    cwd,
    env: { TINTYPE_USAGE: file, TINTYPE_PROVISION: 'off' },
  });
  const usage = usageSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  return {
    peakBytes: usage.maxRSS * 1024,
    cpuSeconds: (usage.userCPUTime + usage.systemCPUTime) / 1e6,
    wallSeconds: seconds,
  };
}
