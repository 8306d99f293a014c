import { parseArgs } from 'node:util';

import type { ShardExecutor } from '@tintype/executor';
import { describeError, type Digest, readErrorCode, type RemoteAddress, RemoteError } from '@tintype/store';
import type { Terminal } from '@tintype/terminal';
import { lastValueFrom, map, tap } from 'rxjs';

import { createConsoleReporter } from '../console/console-reporter.ts';
import { eventLogFile } from '../event-log/event-log-file.ts';
import { type EventLog, openEventLog } from '../event-log/open-event-log.ts';
import { type ToldEvent, toTold } from '../events.ts';
import { locateFolders } from '../folders.ts';
import type { Pipeline } from '../pipeline.ts';
import { nearest } from '../recipe/nearest.ts';
import { buildRecipeSchema, locateRecipe, readRecipe, recipeJsonSchema } from '../recipe/recipe.ts';
import type { RunChannel } from '../run/run-channel.ts';
import { type RunOptions, runStage } from '../run/run-stage.ts';
import { storeIn } from '../run/stage-run.ts';
import type { Stage } from '../stage.ts';
import { UserError } from '../user-error.ts';

/** What the process around a pipeline gives it. */
export interface Host {
  readonly workspace: string;
  readonly recipes: string;
  readonly terminal: Terminal;
  readonly executor: ShardExecutor;
  readonly signal: AbortSignal;
  /** Whether unexpected errors show their stack. */
  readonly debug: boolean;
  /** Tells whoever has started Nx; null where a person has. */
  readonly channel: RunChannel | null;
  /** What lies behind the store. Throws a RemoteError where the environment names none that can be. */
  remote(): RemoteAddress | null;
  moduleOf(stage: string): string;
  codeDigest(stage: string): Digest;
  /** Milliseconds from some moment on. */
  clock(): number;
  /** Milliseconds since 1970. */
  now(): number;
  /** Asked before the shards of a wave are made: the memory of a process with short lists may grow as V8 sees fit. */
  releaseSmallHeap(): void;
  printError(text: string): void;
}

const INTERRUPTED = 130;

/**
 * One Nx task: `<stage> --recipe=<name>` runs a stage; `schema` prints the JSON schema of recipes.
 *
 * @returns the exit code: 0 done, 1 failed, 2 wrong usage or recipe, 130 interrupted (run it again to resume)
 */
export async function runNxTask(pipeline: Pipeline, argv: readonly string[], host: Host): Promise<number> {
  return runToExit(host, async () => {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { recipe: { type: 'string', default: 'default' } },
    });
    const [command] = positionals;
    if (command === 'schema') host.terminal.write(recipeJsonSchema(buildRecipeSchema(pipeline.stages)));
    else await runOne(pipeline, stageNamed(pipeline, command), values.recipe, host);
  });
}

/** Does `work`, explains a failure and closes the executor. @returns the exit code, as of `runNxTask` */
export async function runToExit(host: Host, work: () => Promise<void>): Promise<number> {
  try {
    await work();
    return 0;
  } catch (error) {
    const { message, exitCode } = explainFailure(error, host);
    host.printError(message);
    host.channel?.tell({ type: 'stage-failed', message, exitCode });
    return exitCode;
  } finally {
    await host.channel?.close();
    await host.executor.close();
  }
}

function stageNamed({ name, stages }: Pipeline, wanted = ''): Stage {
  const found = stages.find((stage) => stage.name === wanted);
  if (found !== undefined) return found;
  const names = stages.map((stage) => stage.name);
  const meant = nearest(wanted, names);
  const hint = meant === undefined ? `expected one of ${names.join(', ')}` : `did you mean "${meant}"?`;
  throw new UserError(`${name}: no stage "${wanted}": ${hint}`, 2);
}

async function runOne(pipeline: Pipeline, stage: Stage, recipe: string, host: Host): Promise<void> {
  const recipeFile = locateRecipe(host.recipes, recipe);
  const settings = await readRecipe(recipeFile, buildRecipeSchema(pipeline.stages));
  await runAndTell(
    stage,
    { pipeline: pipeline.name, recipe, recipeFile, settings: settings[stage.name] ?? {} },
    host,
  );
}

/**
 * Runs a stage and tells the terminal, whoever has started Nx, and the stage's event log how it goes; `isBrief` leaves
 * out on the terminal what came out in detail.
 */
export async function runAndTell(
  stage: Stage,
  run: Pick<RunOptions, 'pipeline' | 'recipe' | 'recipeFile' | 'settings'>,
  host: Host,
  { isBrief = false } = {},
): Promise<void> {
  const { terminal, channel, workspace, executor, signal, clock } = host;
  const [module, code] = [host.moduleOf(stage.name), host.codeDigest(stage.name)];
  const remote = host.remote();
  const events = runStage(stage, { ...run, workspace, executor, signal, clock, module, code, remote });
  const report = createConsoleReporter(terminal, clock);
  const tell = (event: ToldEvent) => {
    if (event.type === 'wave') host.releaseSmallHeap();
    report(isBrief && event.type === 'stage-done' ? { ...event, details: [] } : event);
    channel?.tell(event);
  };
  const log = openLogOf(stage, run, host, tell);
  try {
    await lastValueFrom(events.pipe(map(toTold), tap(tell), tap(log.tell)));
  } catch (error) {
    const { message, exitCode } = explainFailure(error, host);
    log.tell({ type: 'stage-failed', message, exitCode });
    throw error;
  } finally {
    await log.close();
  }
}

function openLogOf(
  { name: stage }: Stage,
  { pipeline, recipe }: Pick<RunOptions, 'pipeline' | 'recipe'>,
  { workspace, now }: Host,
  tell: (event: ToldEvent) => void,
): EventLog {
  const { root } = storeIn(locateFolders(workspace).data);
  const onFault = ({ message }: Error) =>
    tell({ type: 'note', stage, text: `goes on, but the studio cannot follow it: ${message}` });
  return openEventLog(eventLogFile(root, { pipeline, recipe, stage }), { now, onFault });
}

function explainFailure(
  error: unknown,
  { signal, debug }: Host,
): { readonly message: string; readonly exitCode: number } {
  if (signal.aborted)
    return {
      message: 'interrupted; run the same command again to go on from here',
      exitCode: INTERRUPTED,
    };
  if (error instanceof UserError || error instanceof RemoteError) return error;
  if (String(readErrorCode(error)).startsWith('ERR_PARSE_ARGS'))
    return { message: describeError(error), exitCode: 2 };
  const stack = debug && error instanceof Error ? error.stack : undefined;
  return { message: stack ?? `${describeError(error)} (TINTYPE_DEBUG=1 shows the stack)`, exitCode: 1 };
}
