import { rm } from 'node:fs/promises';

import { describeError, publish, readableJson } from '@tintype/store';

import type { User } from './cache-folder.ts';
import { type Failure, failureFile } from './last-failure.ts';

/** Remembers a failure, or with null that there is none any more. Returns why it could not, or null. */
export async function rememberFailure(user: User, failure: Failure | null): Promise<string | null> {
  try {
    if (failure === null) await rm(failureFile(user), { force: true });
    else await publish(failureFile(user), readableJson({ ...failure }));
    return null;
  } catch (error) {
    return describeError(error);
  }
}
