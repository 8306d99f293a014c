import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { readReadmes, rewriteSamples } from '../src/testing/samples.ts';

const COMMAND = 'npx nx run pipeline:all';

/**
 * `npx nx run pipeline:all | npm run docs:samples` writes what a run printed into the READMEs that show it. The run
 * should be the first one of a clone, as others compute nothing.
 */
const workspace = process.cwd();
const output = await text(process.stdin);
for (const [file, document] of readReadmes(workspace)) {
  const rewritten = rewriteSamples(document, COMMAND, output);
  if (rewritten === document) continue;
  await writeFile(join(workspace, file), rewritten);
  console.log(file);
}
