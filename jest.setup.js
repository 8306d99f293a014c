import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where a person keeps what they compute: tests, and programs that they start, must not write there. */
const PEOPLES_OWN = ['TINTYPE_DATA', 'TINTYPE_REMOTE', 'TINTYPE_REMOTE_MODE'];

/** What tests write lies in one folder, which goes when all are done: a run leaves hundreds of megabytes. */
export default function provideFolder() {
  for (const name of PEOPLES_OWN) Reflect.deleteProperty(process.env, name);
  process.env.TMPDIR = mkdtempSync(join(tmpdir(), 'tintype-tests-')); // as the workers begin with it
}
