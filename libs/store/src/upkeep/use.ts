import { join } from 'node:path';

import { namesIn } from '../files/read-if-there.ts';
import type { Holder } from '../lock/holder.ts';
import { type LockOptions, readHolder, waitWhileHeld, withLock } from '../lock/lock.ts';
import type { Store } from '../store.ts';

const CLEANING = 'cleaning';

/**
 * Holds the lock `name` of the store while `work` runs, and keeps `whileUnused` out meanwhile: what a run has found
 * must stay until its manifest names it.
 */
export async function whileUsed<T>(
  store: Store,
  name: string,
  options: LockOptions,
  work: () => Promise<T>,
): Promise<T> {
  return withLock(lockFile(store, name), options, async () => {
    // The own lock first, then the look at the other: of two who begin at once, at least one sees the other.
    await waitWhileHeld(lockFile(store, CLEANING), options);
    return work();
  });
}

/**
 * Does `work` while no process uses the store.
 *
 * @returns its result; or the processes that use the store, and then nothing was done
 */
export async function whileUnused<T>(
  store: Store,
  options: LockOptions,
  work: () => Promise<T>,
): Promise<{ readonly done: T } | { readonly users: readonly Holder[] }> {
  return withLock(lockFile(store, CLEANING), options, async () => {
    const users = await listUsers(store);
    return users.length > 0 ? { users } : { done: await work() };
  });
}

/** Processes that run a stage on the store, also those that cannot be seen from here. */
export async function listUsers({ root }: Pick<Store, 'root'>): Promise<readonly Holder[]> {
  const names = (await namesIn(join(root, 'locks'))).filter(
    (name) => name !== CLEANING && !/\.tmp$|\.stale-/.test(name),
  );
  const holders = await Promise.all(names.map((name) => readHolder(join(root, 'locks', name))));
  return holders.filter((holder) => holder !== null);
}

function lockFile({ root }: Pick<Store, 'root'>, name: string): string {
  return join(root, 'locks', name);
}
