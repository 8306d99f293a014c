import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { createInlineExecutor } from '@tintype/executor';
import { type Json, type RemoteAddress, sha256 } from '@tintype/store';
import type { Observable } from 'rxjs';
import { z } from 'zod';

import { toInput } from '../../artefact.ts';
import type { RunEvent } from '../../events.ts';
import { runStage } from '../../run/run-stage.ts';
import { defineStage, type Stage } from '../../stage.ts';

/** Two stages in small: words are shouted one shard a word, then joined with a separator. */
export const WORD_COMPUTATIONS = `
import { appendFile } from 'node:fs/promises';
const log = new URL('calls.log', import.meta.url);
export async function shout({ name, settings }) {
  await appendFile(log, name + '\\n');
  if (settings.word === 'bad') throw new Error('cannot shout this');
  return [{ name, rows: 1, bytes: Buffer.from(settings.word.toUpperCase()) }];
}
export async function join({ name, settings, inputs }) {
  await appendFile(log, name + '\\n');
  const words = await Promise.all(inputs.map((input) => input.read()));
  return [{ name, rows: words.length, bytes: Buffer.from(words.join(settings.separator)) }];
}
`;

export const shoutWords = defineStage({
  name: 'shout',
  version: 1,
  needs: {},
  settings: z.strictObject({ words: z.array(z.string()), loudness: z.number() }),
  summary: z.strictObject({ words: z.int() }),
  async run({ settings, shards }) {
    const made = await shards(
      settings.words.map((word) => ({
        key: { name: word, compute: 'shout', settings: { word }, inputs: [] },
      })),
    );
    return { shards: made, summary: { words: made.length }, headline: `${made.length} words` };
  },
});

export const joinWords = defineStage({
  name: 'join',
  version: 1,
  needs: { shout: shoutWords },
  settings: z.strictObject({ separator: z.string() }),
  summary: z.strictObject({}),
  async run({ settings, shards, inputs }) {
    const words = inputs.shout.shards.map((shard) => toInput(shard));
    const [text] = await shards([{ key: { name: 'text', compute: 'join', settings, inputs: words } }]);
    if (text === undefined) throw new Error('expected one shard');
    return { shards: [text], summary: {}, headline: 'joined', files: { 'text.txt': text } };
  },
});

export interface WordRun {
  readonly workspace: string;
  readonly code?: string;
  readonly signal?: AbortSignal;
  readonly remote?: RemoteAddress;
}

/** Runs one of the two in a workspace that has their computations. */
export function runWords(stage: Stage, settings: Json, run: WordRun): Observable<RunEvent> {
  return runStage(stage, {
    pipeline: 'words',
    recipe: 'default',
    recipeFile: join(run.workspace, 'default.json'),
    settings,
    workspace: run.workspace,
    module: pathToFileURL(join(run.workspace, 'computations.mjs')).href,
    code: sha256(run.code ?? 'code'),
    executor: createInlineExecutor(),
    signal: run.signal ?? new AbortController().signal,
    clock: () => 0,
    remote: run.remote ?? null,
  });
}
