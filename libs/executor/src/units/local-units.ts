import { describeError, mapConcurrently } from '@tintype/store';
import { Observable } from 'rxjs';

import type { MapOptions } from '../shard-executor.ts';
import { explainUnitEnd, LAST_LINES } from './explain-unit-end.ts';
import { type Devices, openDevices } from './open-devices.ts';
import { runProcess } from './run-process.ts';
import type { Unit, UnitEvent, UnitExecutor } from './unit-executor.ts';

export interface LocalUnitsOptions {
  readonly workspace: string;
  /** Of this process; units have their own variables beside it. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** As `CUDA_VISIBLE_DEVICES` names them. */
  readonly gpus: readonly string[];
  /** How many run at a time. Default: one for each GPU; one where there is none, as a training uses all cores. */
  readonly atOnce?: number;
  /** How long a unit may take to end when the signal aborts, in milliseconds; then it is killed. Default: 10 seconds. */
  readonly graceMs?: number;
  readonly clock?: () => number;
}

interface Surroundings extends Required<Omit<LocalUnitsOptions, 'gpus'>> {
  readonly devices: Devices;
}

/** Runs each unit as a process of this machine. */
export function createLocalUnits({
  gpus,
  atOnce = Math.max(1, gpus.length),
  graceMs = 10_000,
  clock = () => performance.now(),
  ...given
}: LocalUnitsOptions): UnitExecutor {
  const surroundings = { ...given, atOnce, graceMs, clock, devices: openDevices(gpus) };
  return {
    name: 'local',
    map: (units, options) => runUnits(units, surroundings, options),
    close: async () => {},
  };
}

/** Unsubscribing ends the processes. */
function runUnits(
  units: readonly Unit[],
  surroundings: Surroundings,
  { signal }: MapOptions,
): Observable<UnitEvent> {
  return new Observable<UnitEvent>((subscriber) => {
    const abandoned = new AbortController();
    const either = AbortSignal.any([signal, abandoned.signal]);
    const emit = (event: UnitEvent) => subscriber.next(event);
    const runOne = async (unit: Unit) => {
      const ended = await runUnit(unit, surroundings, either, emit).catch((cause: unknown) =>
        failed(unit, describeError(cause)),
      );
      if (ended.type === 'unit-done' || !either.aborted) emit(ended);
    };
    mapConcurrently(units, surroundings.atOnce, runOne).then(
      () => (signal.aborted ? subscriber.error(signal.reason) : subscriber.complete()),
      (error: unknown) => subscriber.error(error),
    );
    return () => abandoned.abort();
  });
}

async function runUnit(
  unit: Unit,
  { devices, workspace, environment, graceMs, clock }: Surroundings,
  signal: AbortSignal,
  emit: (event: UnitEvent) => void,
): Promise<UnitEvent> {
  const { name, program } = unit;
  const lent = await devices.take(unit.gpus);
  const said: string[] = [];
  const start = clock();
  try {
    const end = await runProcess({
      argv: [program, ...unit.arguments],
      cwd: workspace,
      env: { ...environment, ...visibleGpus(lent, devices), ...unit.environment },
      signal,
      graceMs,
      onLine(text) {
        said.push(text);
        if (said.length > LAST_LINES) said.shift();
        emit({ type: 'unit-line', name, text });
      },
    });
    return end.code === 0
      ? { type: 'unit-done', name, ms: clock() - start }
      : failed(unit, explainUnitEnd(end, said));
  } finally {
    devices.giveBack(lent);
  }
}

function failed({ name }: Unit, error: string): UnitEvent {
  return { type: 'unit-failed', name, error };
}

/** TensorFlow takes the memory of every GPU that it sees. */
function visibleGpus(lent: readonly string[], { count }: Devices): Readonly<Record<string, string>> {
  return count === 0 ? {} : { CUDA_VISIBLE_DEVICES: lent.join(',') };
}
