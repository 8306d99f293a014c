import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What tests write lies in one folder, which goes when all are done: a run leaves hundreds of megabytes. */
export default function provideFolder() {
  process.env.TMPDIR = mkdtempSync(join(tmpdir(), 'tintype-tests-')); // as the workers begin with it
}
