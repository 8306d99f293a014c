import { join } from 'node:path';

import { openStore } from '@tintype/store';
import { concat, defer, EMPTY, from, mergeMap, type Observable, throwError } from 'rxjs';

import { explainUnitEnd, LAST_LINES } from '../units/explain-unit-end.ts';
import type { Unit, UnitEvent, UnitExecutor } from '../units/unit-executor.ts';
import { readCodeOfPrograms } from './code-of-run.ts';
import type { OrderMessage, RayEvent } from './ray-message.ts';
import { ATTEMPTS, type RayDriver, startRayDriver } from './start-ray-driver.ts';

export interface RayUnitsOptions {
  readonly workspace: string;
  /** The store, in the folder that all machines share; default: that in `data` of the checkout. */
  readonly store?: string;
  readonly python: string;
  /** Of this process: RAY_ADDRESS names the cluster. What it says of the remote goes with the units. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** How long its process stays in the cluster for a run that follows, in seconds. Default: 0. */
  readonly lingerS?: number;
  /** How many run at a time. Default: as many as the cluster has room for. */
  readonly atOnce?: number;
}

/** Units that are given to the cluster, which may grow by what waits. */
const MOST_AT_ONCE = 64;
/** Variables that say where a run's stores are; the others are those of the machine that runs the unit. */
const TRAVELLING = ['TINTYPE_DATA', 'TINTYPE_REMOTE', 'TINTYPE_REMOTE_MODE'];

/** Runs each unit as a task of a Ray cluster, which has a machine or its GPUs to itself. */
export function createRayUnits(options: RayUnitsOptions): UnitExecutor {
  let driver: Promise<RayDriver> | undefined;
  const start = () => (driver ??= startRayDriver(options));
  return {
    name: 'ray',
    map: (units, { signal }) =>
      units.length === 0
        ? EMPTY
        : defer(start).pipe(mergeMap((started) => runAll(units, started, options, signal))),
    async close() {
      const started = await driver?.catch(() => null); // whoever mapped was told why it is not there
      await started?.close();
    },
  };
}

function runAll(
  units: readonly Unit[],
  driver: RayDriver,
  options: RayUnitsOptions,
  signal: AbortSignal,
): Observable<UnitEvent> {
  const runOne = (unit: Unit) =>
    defer(() => orderOf(unit, options)).pipe(
      mergeMap((order) => (signal.aborted ? EMPTY : driver.run(order, signal))),
      readAs(unit),
    );
  return concat(
    from(units).pipe(mergeMap(runOne, options.atOnce ?? MOST_AT_ONCE)),
    defer(() => (signal.aborted ? throwError(() => signal.reason) : EMPTY)),
  );
}

async function orderOf(
  unit: Unit,
  { workspace, environment, store = join(workspace, 'data/store') }: RayUnitsOptions,
) {
  const travelling = TRAVELLING.map((name) => [name, environment[name] ?? '']);
  return {
    ...{ type: 'unit', gpus: unit.gpus, arguments: unit.arguments, store, attempt: 1, attempts: ATTEMPTS },
    code: readCodeOfPrograms(workspace, [join(workspace, unit.program)]),
    identity: await openStore(store).identity(),
    // Its shards are computed where it runs: the machine is its own.
    environment: { ...Object.fromEntries(travelling), TINTYPE_EXECUTOR: 'piscina', ...unit.environment },
  };
}

/** The messages of an order as events of its unit; after those of one that was cancelled nothing comes. */
function readAs(unit: Unit) {
  return (messages: Observable<OrderMessage>): Observable<UnitEvent> =>
    defer(() => {
      const said: string[] = [];
      return messages.pipe(mergeMap((message) => readMessage(message, unit, said)));
    });
}

function readMessage(message: OrderMessage, { name }: Unit, said: string[]): readonly UnitEvent[] {
  switch (message.type) {
    case 'event':
      return [readEvent(message.event, name, said)];
    case 'note':
      return [{ type: 'unit-line', name, text: message.text }];
    case 'failed':
      return [{ type: 'unit-failed', name, error: message.message }];
    case 'done':
    case 'cancelled':
      return [];
    default:
      return message satisfies never;
  }
}

function readEvent(event: RayEvent, name: string, said: string[]): UnitEvent {
  switch (event.type) {
    case 'unit-line':
      said.push(event.text);
      if (said.length > LAST_LINES) said.shift();
      return { type: 'unit-line', name, text: event.text };
    case 'unit-ended':
      return event.code === 0
        ? { type: 'unit-done', name, ms: event.ms }
        : { type: 'unit-failed', name, error: explainUnitEnd(event, said) };
    case 'shard-done':
    case 'shard-note':
    case 'shard-progress':
      throw new Error(`Internal error: expected events of a unit but was ${event.type}`);
    default:
      return event satisfies never;
  }
}
