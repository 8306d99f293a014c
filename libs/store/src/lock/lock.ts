import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';

import { readTextIfThere } from '../files/read-if-there.ts';
import { publishNew } from '../publish/publish.ts';
import type { Holder } from './holder.ts';
import { type Machine, markOf, type ProcessMark, stateOf, thisMachine } from './process-mark.ts';

const RETRY_MS = 200;
const UNKNOWN = '-';

export interface LockOptions {
  readonly signal: AbortSignal;
  /** Called once, when somebody else holds the lock. */
  onWait(holder: Holder): void;
  /** Default: the one that this process runs on. */
  readonly machine?: Machine;
}

/**
 * Holds `file` as a lock while `work` runs. A lock whose process has ended is taken over, also when another process
 * has got its number since. Waits for a living owner, and for one that cannot be seen from here, until `signal` aborts.
 */
export async function withLock<T>(file: string, options: LockOptions, work: () => Promise<T>): Promise<T> {
  await acquire(file, options);
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}

/** The process that holds `file` as a lock, or null when none does, or one that has ended. */
export async function readHolder(file: string, machine = thisMachine()): Promise<Holder | null> {
  const text = await readTextIfThere(file);
  return text === null ? null : holderIn(text, file, machine);
}

/** Waits until no process holds `file`, or `signal` aborts. */
export async function waitWhileHeld(file: string, { signal, onWait, machine }: LockOptions): Promise<void> {
  let told = false;
  for (
    let holder = await readHolder(file, machine);
    holder !== null;
    holder = await readHolder(file, machine)
  ) {
    if (!told) onWait(holder);
    told = true;
    await wait(RETRY_MS, undefined, { signal });
  }
}

async function acquire(file: string, options: LockOptions): Promise<void> {
  const { signal, onWait, machine = thisMachine() } = options;
  let told = false;
  while (!(await publishNew(file, lockText(markOf(process.pid, machine))))) {
    const text = await readTextIfThere(file);
    if (text === null) continue; // released a moment ago
    const holder = holderIn(text, file, machine);
    if (holder !== null) {
      if (!told) onWait(holder);
      told = true;
      await wait(RETRY_MS, undefined, { signal });
    } else await removeStale(file, text, options);
  }
}

/**
 * Of those who find the same dead owner, one at a time may look again and remove its lock; else the slower
 * one would remove the lock that the quicker one has just taken.
 */
async function removeStale(file: string, text: string, options: LockOptions): Promise<void> {
  const token = text.split(' ')[1] ?? 'unnamed';
  await withLock(`${file}.stale-${token}`, { ...options, onWait: () => {} }, async () => {
    if ((await readTextIfThere(file)) === text) await rm(file, { force: true });
  });
}

/** `pid token started boot namespace host`; the first two are what older versions wrote, and read. */
function lockText({ pid, started, boot, namespace, host }: ProcessMark): string {
  return [pid, randomUUID(), ...[started, boot, namespace, host].map((fact) => fact ?? UNKNOWN)].join(' ');
}

function holderIn(text: string, file: string, machine: Machine): Holder | null {
  const [pid, , ...facts] = text.trim().split(' ');
  const [started = null, boot = null, namespace = null, host = null] = facts.map((fact) =>
    fact === UNKNOWN ? null : fact,
  );
  const mark = { pid: Number(pid), started, boot, namespace, host };
  const state = stateOf(mark, machine);
  if (state === 'ended') return null;
  return { pid: mark.pid, elsewhere: state === 'alive' ? null : placeOf(mark, machine), file };
}

function placeOf({ host }: ProcessMark, machine: Machine): string {
  return host === machine.host || host === null ? 'this host in another container' : `host ${host}`;
}
