import { lastValueFrom } from 'rxjs';

import { joinWords, runWords, shoutWords } from './word-stages.ts';

/** The program that is killed: both stages in the workspace that its argument names, until a signal interrupts it. */
const interrupted = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => interrupted.abort());
const run = { workspace: process.argv[2] ?? '', signal: interrupted.signal };
try {
  await lastValueFrom(runWords(shoutWords, { words: ['grey', 'sky'], loudness: 1 }, run));
  await lastValueFrom(runWords(joinWords, { separator: '-' }, run));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = interrupted.signal.aborted ? 130 : 1;
}
