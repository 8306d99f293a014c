import { join } from 'node:path';

import { createInlineExecutor } from '@tintype/executor';
import { type RunEvent, runStage, type Stage } from '@tintype/stage';
import { sha256 } from '@tintype/store';
import { lastValueFrom, tap, toArray } from 'rxjs';
import { z } from 'zod';

type StageDone = Extract<RunEvent, { type: 'stage-done' }>;

interface InlineRun {
  /** What of the settings is not as by default. */
  readonly settings: unknown;
  readonly workspace: string;
  tell?(event: RunEvent): void;
}

/** Runs a stage in this thread on a folder, without Nx; what it ended with. */
export async function runInline(
  stage: Stage,
  { settings, workspace, tell = () => {} }: InlineRun,
): Promise<StageDone> {
  const events: RunEvent[] = await lastValueFrom(
    runStage(stage, {
      pipeline: 'pipeline',
      recipe: 'inline',
      recipeFile: join(workspace, 'inline.json'),
      settings: z.json().parse(stage.settings.parse(settings)),
      workspace,
      code: sha256('code'),
      signal: new AbortController().signal,
      module: new URL(`../compute/${stage.name}.ts`, import.meta.url).href,
      executor: createInlineExecutor(() => 0),
      clock: () => 0,
    }).pipe(tap(tell), toArray()),
  );
  const done = events.find((event) => event.type === 'stage-done');
  if (done?.type !== 'stage-done') throw new Error(`expected ${stage.name} to finish`);
  return done;
}
