import { mkdir, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { codeOf } from './error-facts.ts';
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

async function acquire(file: string, { signal, onWait }: LockOptions): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  let told = false;
  while (!(await tryToCreate(file))) {
    const owner = await ownerOf(file);
    if (owner !== null && isAlive(owner)) {
      if (!told) onWait(owner);
      told = true;
      await wait(RETRY_MS, undefined, { signal });
    } else {
      await rm(file, { force: true });
    }
  }
}

async function tryToCreate(file: string): Promise<boolean> {
  try {
    const handle = await open(file, 'wx');
    await handle.writeFile(String(process.pid));
    await handle.close();
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** The process that holds the lock, or null when it has just been released. */
async function ownerOf(file: string): Promise<number | null> {
  const text = await readTextIfThere(file);
  // An owner that has not written its number yet is alive: it is doing so right now.
  return text === '' ? process.pid : text === null ? null : Number(text);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}
