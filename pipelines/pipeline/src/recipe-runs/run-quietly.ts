import { type Host, type RecipeRun, runStage, type Stage } from '@tintype/stage';
import { lastValueFrom } from 'rxjs';

/** Runs a stage of a recipe without telling anybody: it has been told of under another name, or by another process. */
export async function runQuietly(stage: Stage, run: RecipeRun, host: Host): Promise<void> {
  const { workspace, executor, signal, clock } = host;
  const [module, code] = [host.moduleOf(stage.name), host.codeDigest(stage.name)];
  await lastValueFrom(
    runStage(stage, {
      ...{ ...ofStage(run, stage), module, code, remote: host.remote() },
      ...{ workspace, executor, signal, clock },
    }),
  );
}

/** A recipe as one of its stages is given it. */
export function ofStage({ settings, ...run }: RecipeRun, { name }: Stage) {
  return { ...run, settings: settings[name] ?? {} };
}
