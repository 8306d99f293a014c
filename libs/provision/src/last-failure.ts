import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { cacheFolder, type User } from './cache-folder.ts';

/** When and why the last try to build a binding failed. */
export interface Failure {
  readonly at: number; // milliseconds since 1970
  readonly reason: string;
}

/** For so long a run does not try again by itself: a try may cost minutes where the network only half works. */
const PAUSE_MS = 60 * 60 * 1000;

/** Small and read often: by the probe too, so without zod. */
export function failureFile(user: User): string {
  return join(cacheFolder(user), 'last-failure.json');
}

/** The failure that is too recent for another try, or null. */
export function recentFailure(user: User, now: number): Failure | null {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(failureFile(user), 'utf8'));
  } catch {
    return null; // there is none, or one that cannot be read: trying again is right in both cases
  }
  if (!isFailure(value)) return null;
  const age = now - value.at;
  return age >= 0 && age < PAUSE_MS ? value : null;
}

function isFailure(value: unknown): value is Failure {
  if (typeof value !== 'object' || value === null) return false;
  const failure: Partial<Record<keyof Failure, unknown>> = value;
  return typeof failure.at === 'number' && typeof failure.reason === 'string';
}
