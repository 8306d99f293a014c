import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';

import { codeOf } from './error-facts.ts';
import { publishNew } from './publish.ts';
import { readTextIfThere } from './read-if-there.ts';

const RETRY_MS = 200;

export interface LockOptions {
  readonly signal: AbortSignal;
  /** Called once, when somebody else holds the lock. */
  onWait(owner: number): void;
}

/**
 * Holds `file` as a lock while `work` runs. A lock whose process is dead is taken over.
 * Waits for a living owner until `signal` aborts.
 */
export async function withLock<T>(file: string, options: LockOptions, work: () => Promise<T>): Promise<T> {
  await acquire(file, options);
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}

/** The living process that holds `file` as a lock, or null. */
export async function readHolder(file: string): Promise<number | null> {
  const holder = await readTextIfThere(file);
  const owner = Number(holder?.split(' ')[0]);
  return holder !== null && isAlive(owner) ? owner : null;
}

/** Waits until no living process holds `file`, or `signal` aborts. */
export async function waitWhileHeld(file: string, { signal, onWait }: LockOptions): Promise<void> {
  let told = false;
  for (let owner = await readHolder(file); owner !== null; owner = await readHolder(file)) {
    if (!told) onWait(owner);
    told = true;
    await wait(RETRY_MS, undefined, { signal });
  }
}

async function acquire(file: string, options: LockOptions): Promise<void> {
  let told = false;
  while (!(await publishNew(file, `${process.pid} ${randomUUID()}`))) {
    const holder = await readTextIfThere(file);
    if (holder === null) continue; // released a moment ago
    const owner = Number(holder.split(' ')[0]);
    if (isAlive(owner)) {
      if (!told) options.onWait(owner);
      told = true;
      await wait(RETRY_MS, undefined, { signal: options.signal });
    } else await removeStale(file, holder, options);
  }
}

/**
 * Of those who find the same dead owner, one at a time may look again and remove its lock; else the slower
 * one would remove the lock that the quicker one has just taken.
 */
async function removeStale(file: string, holder: string, { signal }: LockOptions): Promise<void> {
  const token = holder.split(' ')[1] ?? 'unnamed';
  await withLock(`${file}.stale-${token}`, { signal, onWait: () => {} }, async () => {
    if ((await readTextIfThere(file)) === holder) await rm(file, { force: true });
  });
}

/** Whether there is a process of this number. */
export function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false; // not a lock that we wrote; 0 would ask about our own process group
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}
