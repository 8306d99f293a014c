import { openStore } from '@tintype/store';
import { catchError, concat, concatMap, defer, EMPTY, from, mergeMap, type Observable, of, tap } from 'rxjs';

import type { Batch } from '../in-batches.ts';
import { shardError } from '../shard-executor.ts';
import type { ShardEvent, ShardTask } from '../shard-task.ts';
import type { CodeOfRun } from './code-of-run.ts';
import type { OrderMessage, RayEvent } from './ray-message.ts';
import { ATTEMPTS, type RayDriver } from './start-ray-driver.ts';

/** What the batches of a run share. */
export interface OnRay {
  readonly driver: RayDriver;
  /** Which run this is, as workers serve others, too. */
  readonly run: string;
  codeOf(module: string): Promise<CodeOfRun>;
  /** Of shards that failed while the others go on. */
  readonly failures: Error[];
}

/** So many shards that fail are no accident, and the others would not fare better. */
const MANY_FAILURES = 10;

type Failure = Extract<OrderMessage, { type: 'failed' }>;

class OrderFailed extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

/**
 * A batch of shards as a task of the cluster: their progress and their results. When it fails, each shard that is not
 * done becomes a task of its own: one that fails again has the error to itself, and the others are done.
 *
 * @param attempt which one this is at these shards
 */
export function runOnRay(batch: Batch, onRay: OnRay, attempt = 1): Observable<ShardEvent> {
  if (onRay.failures.length >= MANY_FAILURES) return EMPTY;
  const left = new Map(batch.map((task) => [task.key.name, task]));
  return defer(() => orderOf(batch, onRay, attempt)).pipe(
    mergeMap((order) => onRay.driver.run(order)),
    concatMap((message) => readMessage(message, left)),
    concatMap((events) => events),
    tap((event) => event.type === 'shard-done' && left.delete(event.name)),
    catchError((error: unknown) => {
      if (!(error instanceof OrderFailed)) throw error;
      const [first, ...others] = left.values();
      return first === undefined ? EMPTY : goOn([first, ...others], error.failure, batch.length === 1, onRay);
    }),
  );
}

async function orderOf(batch: Batch, { codeOf, run }: OnRay, attempt: number) {
  const { resources = { cpus: 'one', gpu: false }, module, storeRoot } = batch[0];
  return {
    ...{ type: 'shards', allCpus: resources.cpus === 'all', gpu: resources.gpu },
    ...{ attempt, attempts: batch.length === 1 ? ATTEMPTS : 1 },
    code: await codeOf(module),
    work: { run, tasks: batch, identity: await openStore(storeRoot).identity() },
  };
}

async function readMessage(
  message: OrderMessage,
  left: ReadonlyMap<string, ShardTask>,
): Promise<readonly ShardEvent[]> {
  switch (message.type) {
    case 'event':
      return [await readEvent(message.event, left)];
    case 'note':
      return [...left.keys()].map((name) => noteOf(name, message.text));
    case 'failed':
      throw new OrderFailed(message);
    case 'done':
    case 'cancelled':
      return [];
    default:
      return message satisfies never;
  }
}

function noteOf(name: string, text: string): ShardEvent {
  return { type: 'shard-note', name, text: `shard ${name}: ${text}` };
}

async function readEvent(event: RayEvent, left: ReadonlyMap<string, ShardTask>): Promise<ShardEvent> {
  switch (event.type) {
    case 'shard-done':
      await bringResult(event.name, left.get(event.name));
      return event;
    case 'shard-progress':
    case 'shard-note':
      return event;
    case 'unit-line':
    case 'unit-ended':
      throw new Error(`Internal error: expected events of a shard but was ${event.type}`);
    default:
      return event satisfies never;
  }
}

/** A machine with a store of its own has sent its result to the remote; the manifest will name blobs of this store. */
async function bringResult(name: string, task: ShardTask | undefined): Promise<void> {
  if (task === undefined) throw new Error(`Internal error: expected a shard of the batch but was ${name}`);
  const { storeRoot, remote, fingerprint } = task;
  if (remote === null || (await openStore(storeRoot, remote).find(fingerprint)) !== null) return;
  throw new Error(
    `shard ${name}: was computed on another machine, but ${remote.url} does not have it; see what that machine says of its remote, and run again`,
  );
}

/** What is left of a batch that failed. */
function goOn(
  left: Batch,
  { kind, message }: Failure,
  wasAlone: boolean,
  onRay: OnRay,
): Observable<ShardEvent> {
  const [first] = left;
  switch (kind) {
    case 'computation': // it names the shard already
      return wasAlone ? leave(new Error(message), onRay) : runOneByOne(left, onRay, 1);
    case 'lost':
      return wasAlone
        ? leave(shardError(first, message), onRay)
        : concat(of(noteLoss(left, message)), runOneByOne(left, onRay, 2));
    case 'refused': // on this machine no shard can be computed
    case 'failed':
      throw shardError(first, message);
    default:
      return kind satisfies never;
  }
}

function leave(failure: Error, { failures }: OnRay): Observable<never> {
  failures.push(failure);
  return EMPTY;
}

function runOneByOne(left: Batch, onRay: OnRay, attempt: number): Observable<ShardEvent> {
  return from(left).pipe(mergeMap((task) => runOnRay([task], onRay, attempt)));
}

function noteLoss([first, ...others]: Batch, message: string): ShardEvent {
  const more = others.length === 0 ? '' : `; ${others.length} more shards were lost with it`;
  return noteOf(first.key.name, `${message}${more}; it is tried again (1 of ${ATTEMPTS - 1})`);
}
