import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';

import { concat, defer, EMPTY, from, mergeMap, Observable, takeUntil, throwError } from 'rxjs';

import { inBatches } from '../in-batches.ts';
import type { ShardExecutor } from '../shard-executor.ts';
import type { ShardEvent, ShardTask } from '../shard-task.ts';
import { type CodeOfRun, readCodeOfRun } from './code-of-run.ts';
import { type OnRay, runOnRay } from './run-on-ray.ts';
import { type RayDriver, startRayDriver } from './start-ray-driver.ts';

export interface RayOptions {
  /** The checkout; other machines have it at the same path, or set TINTYPE_WORKSPACE. */
  readonly workspace: string;
  /** The built `ray.worker`; `shard.worker` lies beside it. */
  readonly workerUrl: URL;
  readonly python: string;
  /** Of this process: RAY_ADDRESS names the cluster. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** How long its processes stay in the cluster for a run that follows, in seconds. Default: 0. */
  readonly lingerS?: number;
}

/** Orders for each processor, so that none waits for the next one, and an autoscaler sees that there is more to do. */
const ORDERS_PER_CPU = 4;
const LEAST_ORDERS = 32;

/**
 * Runs shards as tasks of a Ray cluster. A shard whose machine or process is lost is tried again; when one fails, the
 * others are done before that is said, and the error names it.
 */
export function createRayExecutor(options: RayOptions): ShardExecutor {
  let driver: Promise<RayDriver> | undefined;
  const codes = new Map<string, Promise<CodeOfRun>>();
  const start = () => (driver ??= startRayDriver(options));
  const codeOf = (module: string) => {
    const known = codes.get(module) ?? readCodeOfRun(options.workspace, programsOf(options), module);
    codes.set(module, known);
    return known;
  };
  const run = randomUUID();
  const mapAll = (tasks: readonly ShardTask[]) =>
    defer(start).pipe(mergeMap((started) => runAll(tasks, { driver: started, codeOf, run })));
  return {
    name: 'ray',
    map: (tasks, { signal }) =>
      tasks.length === 0 ? EMPTY : mapAll(tasks).pipe(takeUntil(failWhenAborted(signal))),
    prepare() {
      start().catch(() => {}); // told to whoever has a task
    },
    async close() {
      const started = await driver?.catch(() => null); // whoever mapped was told why it is not there
      await started?.close();
    },
  };
}

function programsOf({ workerUrl }: RayOptions): readonly [string, string] {
  const worker = fileURLToPath(workerUrl);
  return [worker, worker.replace(/ray\.worker(?=\.m?js$)/, 'shard.worker')];
}

function failWhenAborted(signal: AbortSignal): Observable<never> {
  return new Observable((subscriber) => {
    const fail = () => subscriber.error(signal.reason);
    if (signal.aborted) fail();
    signal.addEventListener('abort', fail);
    return () => signal.removeEventListener('abort', fail);
  });
}

function runAll(tasks: readonly ShardTask[], onRay: Omit<OnRay, 'failures'>): Observable<ShardEvent> {
  const failures: Error[] = [];
  const atOnce = Math.max(LEAST_ORDERS, ORDERS_PER_CPU * onRay.driver.cpus);
  return concat(
    from(inBatches(tasks, onRay.driver.cpus)).pipe(
      mergeMap((batch) => runOnRay(batch, { ...onRay, failures }), atOnce),
    ),
    defer(() => (failures.length === 0 ? EMPTY : throwError(() => joinFailures(failures)))),
  );
}

function joinFailures([first, ...others]: readonly Error[]): Error | undefined {
  if (others.length === 0) return first;
  const message = [`${first?.message}; ${others.length} more failed:`, ...others.map((one) => one.message)];
  return new Error(message.join('\n  '), { cause: first });
}
