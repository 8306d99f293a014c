import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describeError } from './error-facts.ts';

/** Makes a new folder among the system's temporary files. Throws, naming `TMPDIR`, where there can be none. */
export function makeTemporaryFolder(prefix: string, parent: string = tmpdir()): string {
  try {
    return mkdtempSync(join(parent, prefix));
  } catch (cause) {
    const what = `expected a folder for temporary files at ${parent} that can be written into`;
    throw new Error(`${what} (${describeError(cause)}); make it, or set TMPDIR to one`, { cause });
  }
}
