import type { Observable } from 'rxjs';

import type { MapOptions } from '../shard-executor.ts';

/** A run of a built program that uses a whole machine or GPU, such as a training, as plain data: it travels. */
export interface Unit {
  /** Unique among the units that run together. */
  readonly name: string;
  /** The built program of a pipeline, as a path from the workspace; it is run as `node <program> ...arguments` there. */
  readonly program: string;
  readonly arguments: readonly string[];
  /** How many GPUs it has to itself; 0: it runs on the CPU and sees none. */
  readonly gpus: number;
  /** Variables beside those of the environment in which it runs. */
  readonly environment: Readonly<Record<string, string>>;
}

/** What a unit said: one line of its output or of its errors. */
export interface UnitLine {
  readonly type: 'unit-line';
  readonly name: string;
  readonly text: string;
}

export interface UnitDone {
  readonly type: 'unit-done';
  readonly name: string;
  /** How long it took where it ran, in milliseconds. */
  readonly ms: number;
}

export interface UnitFailed {
  readonly type: 'unit-failed';
  readonly name: string;
  /** How it ended, what to do, and the last lines of what it said. */
  readonly error: string;
}

export type UnitEvent = UnitLine | UnitDone | UnitFailed;

/**
 * Where units run. They are independent and may run more than once: all that they make goes to the store, from which
 * a second run takes it.
 */
export interface UnitExecutor {
  readonly name: string;
  /**
   * Runs the units, a bounded number at a time. One that fails stops none of the others: each ends with `unit-done` or
   * `unit-failed`. Errors with the reason of the signal when that aborts, once the units that ran have ended.
   */
  map(units: readonly Unit[], options: MapOptions): Observable<UnitEvent>;
  close(): Promise<void>;
}
