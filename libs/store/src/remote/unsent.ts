import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { namesIn } from '../files/read-if-there.ts';
import type { Fingerprint } from '../fingerprint/digest.ts';
import { makeFolder } from '../publish/make-folder.ts';

/** Which computations a remote has not got yet: an empty file for each, from before it is kept here until it is there. */
export interface UnsentList {
  add(fingerprint: Fingerprint): Promise<void>;
  remove(fingerprint: Fingerprint): Promise<void>;
  all(): Promise<readonly Fingerprint[]>;
}

/** The list in the store `root`. */
export function openUnsentList(root: string): UnsentList {
  const folder = join(root, 'unsent');
  return {
    async add(fingerprint) {
      await makeFolder(folder);
      await writeFile(join(folder, fingerprint), '');
    },
    remove: (fingerprint) => rm(join(folder, fingerprint), { force: true }),
    async all() {
      const names = await namesIn(folder);
      return names.filter((name) => /^[0-9a-f]{64}$/.test(name)).map((name) => name as Fingerprint);
    },
  };
}
