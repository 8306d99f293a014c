import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import {
  createInlineExecutor,
  createPiscinaExecutor,
  createRayExecutor,
  type ShardExecutor,
  type ShardTask,
} from '@tintype/executor';
import { findRayPython, type LocalCluster, startLocalCluster } from '@tintype/executor/testing';
import { encodeJpeg, renderScene } from '@tintype/images';
import { type BenchResult, judgeResult, report } from '@tintype/network/bench';
import { asJson, computeFingerprint, type Json, sha256 } from '@tintype/store';
import { lastValueFrom, toArray } from 'rxjs';

/**
 * Shards per second on a Ray cluster of as many local nodes as there are cores, beside Piscina on the same cores, in
 * turns: of photos that are converted, and of 50 ms of arithmetic; and what a shard takes of the processor: with Ray,
 * all processes of the cluster counted, beside Piscina, and with Piscina beside the shard itself. Each executor is
 * warm, as after the first shards of a stage. The rates want a quiet machine; processor time does not.
 */
const { values: options } = parseArgs({
  options: {
    json: { type: 'string' },
    python: { type: 'string', default: process.env['TINTYPE_PYTHON'] ?? '' },
    shards: { type: 'string', default: '120' },
    photos: { type: 'string', default: '8' },
    rounds: { type: 'string', default: '5' },
  },
});
const CORES = availableParallelism();
const SHARDS = Number(options.shards);
const SPIN_MS = 50;
/** A hundredth of a second, the unit of /proc. */
const TICK_MS = 10;
const built = (name: string) => new URL(`./${name}.js`, import.meta.url);
const { signal } = new AbortController();
let stores = 0;

type Kind = 'convert' | 'spin';

/** What shards are made of, with a store that is new in each round. */
interface Work {
  readonly name: string;
  tasks(storeRoot: string): readonly ShardTask[];
}

const folder = await mkdtemp(join(tmpdir(), 'tintype-bench-ray-'));
try {
  const works = [await convertWork(), spinWork(await stepsIn(SPIN_MS))];
  const piscina = createPiscinaExecutor({ workerUrl: built('shard.worker'), threads: CORES });
  const overhead = await measureOverhead(works);
  await report([...overhead, ...(await measureRay(works, piscina))], options.json);
  await piscina.close();
} finally {
  await rm(folder, { recursive: true });
}

/** Photos like those of a folder: each task has some of its own. */
async function convertWork(): Promise<Work> {
  const photos = join(folder, 'photos');
  await mkdir(photos);
  const perShard = Number(options.photos);
  const inputs = await Promise.all(
    Array.from({ length: perShard }, async (_, i) => {
      const path = join(photos, `${i}.jpg`);
      await writeFile(path, await encodeJpeg(renderScene(1, i, 256)));
      const digest = sha256(await readFile(path));
      return { name: digest, sha256: digest, path };
    }),
  );
  const settings = { size: 256, nearGrey: 5, toned: 2.5 };
  return workOf('convert', { name: `convert, ${perShard} photos of 256 × 256`, settings, inputs });
}

function spinWork(steps: number): Work {
  return workOf('spin', { name: `${SPIN_MS} ms of arithmetic`, settings: asJson({ steps }), inputs: [] });
}

function workOf(
  compute: Kind,
  { name: title, settings, inputs }: { name: string; settings: Json; inputs: ShardTask['key']['inputs'] },
): Work {
  return {
    name: title,
    tasks: (storeRoot) =>
      Array.from({ length: SHARDS }, (_, i) => ({
        key: { name: `shard/${i}`, compute, settings, inputs },
        fingerprint: computeFingerprint([storeRoot, i]),
        module: built('shards').href,
        ...{ resumable: false, reuse: [], storeRoot, remote: null },
      })),
  };
}

/** How many steps of `spin` take so long here. */
async function stepsIn(ms: number): Promise<number> {
  const { spin } = await import(built('shards').href);
  const steps = 2_000_000;
  const took: number[] = [];
  for (let round = 0; round < 5; round++) {
    const start = process.cpuUsage();
    await spin({ name: 'probe', settings: { steps } });
    took.push(cpuMs(start));
  }
  return Math.round((steps * ms) / Math.min(...took));
}

/** Processor time of a shard in a thread beside that of one that runs in this thread. */
async function measureOverhead(works: readonly Work[]): Promise<readonly BenchResult[]> {
  const executors = {
    piscina: createPiscinaExecutor({ workerUrl: built('shard.worker'), threads: 1 }),
    inline: createInlineExecutor(),
  };
  const results: BenchResult[] = [];
  for (const work of works) {
    const { piscina, inline } = await inTurns(executors, async (executor) => {
      const start = process.cpuUsage();
      await run(executor, work);
      return cpuMs(start) / SHARDS;
    });
    results.push(
      judgeResult(`processor time of a shard, ${work.name}`, 'ms', piscina ?? [], {
        ...{ peer: 'inline', rounds: inline ?? [], target: 1.03, atMost: true },
      }),
    );
  }
  await executors.piscina.close();
  return results;
}

async function measureRay(works: readonly Work[], piscina: ShardExecutor): Promise<readonly BenchResult[]> {
  const { python, reason } = findRayPython({ ...process.env, TINTYPE_PYTHON: options.python });
  if (python === null) {
    process.stderr.write(`Ray is not measured: ${reason}\n`);
    return [];
  }
  const cluster = await startLocalCluster(python, { cpus: Array.from({ length: CORES }, () => 1) });
  const ray = createRayExecutor({
    workspace: process.cwd(),
    workerUrl: built('ray.worker'),
    python,
    environment: { ...process.env, RAY_ADDRESS: cluster.address },
  });
  const results: BenchResult[] = [];
  for (const work of works) {
    const used: Record<string, number[]> = {};
    const rates = await inTurns({ ray, piscina }, async (executor) => {
      const [start, busy] = [performance.now(), await busyMs(cluster)];
      await run(executor, work);
      const took = performance.now() - start;
      (used[executor.name] ??= []).push(((await busyMs(cluster)) - busy) / SHARDS);
      return (1000 * SHARDS) / took;
    });
    const peer = `piscina, ${CORES} threads`;
    const beside = { peer, rounds: rates.piscina ?? [], target: 0.85 };
    results.push(judgeResult(`Ray on ${CORES} nodes, ${work.name}`, 'shards/s', rates.ray ?? [], beside));
    const [ofRay = [], ofPiscina = []] = [used['ray']?.slice(1), used['piscina']?.slice(1)]; // without the first, as rates
    const others = { peer, rounds: ofPiscina };
    results.push(judgeResult(`Ray, processor time of a shard, ${work.name}`, 'ms', ofRay, others));
  }
  await ray.close();
  await cluster.close();
  return results;
}

/** A round for each to get warm, and those that count, in turns. */
async function inTurns(
  executors: Readonly<Record<string, ShardExecutor>>,
  measure: (executor: ShardExecutor) => Promise<number>,
): Promise<Readonly<Record<string, readonly number[]>>> {
  const rounds: Record<string, number[]> = {};
  for (let round = -1; round < Number(options.rounds); round++)
    for (const [name, executor] of Object.entries(executors)) {
      const figure = await measure(executor);
      if (round >= 0) (rounds[name] ??= []).push(figure);
    }
  return rounds;
}

async function run(executor: ShardExecutor, work: Work): Promise<void> {
  const root = join(folder, `store-${(stores += 1)}`);
  await lastValueFrom(executor.map(work.tasks(root), { signal }).pipe(toArray()));
  await rm(root, { recursive: true });
}

/** Milliseconds of the processor that this process and all of a cluster's have used: they know its folder or address. */
async function busyMs({ folder: home, address }: LocalCluster): Promise<number> {
  let ticks = 0;
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const read = (name: string) => readFile(`/proc/${pid}/${name}`, 'latin1').catch(() => ''); // it may have ended
    const environment = await read('environ');
    if (!environment.includes(home) && !environment.includes(address)) continue;
    const [utime = 0, stime = 0] =
      (await read('stat')).split(') ')[1]?.split(' ').slice(11, 13).map(Number) ?? [];
    ticks += utime + stime;
  }
  return TICK_MS * ticks + cpuMs({ user: 0, system: 0 });
}

/** Milliseconds of the processor since then, of all threads. */
function cpuMs(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}
