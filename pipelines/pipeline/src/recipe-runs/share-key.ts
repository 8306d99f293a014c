import { definePipeline, type Recipe, type RecipeRun, type Stage } from '@tintype/stage';
import { canonicalJson, type Json } from '@tintype/store';

/**
 * Says which recipes share what a stage of them makes, or, of `train`, the training itself: those with equal keys. It
 * is the settings of the stage and of all that it needs, without how a model decodes, which trains nothing again.
 */
export function shareKey(stage: Stage, settings: Recipe): string {
  const { stages } = definePipeline(stage.name, stage);
  return canonicalJson(stages.map(({ name }) => [name, trainingPart(settings[name] ?? {}, name)]));
}

/** Whether a run with the same key was asked about before. */
export function seenBefore(): (stage: Stage, run: Pick<RecipeRun, 'settings'>) => boolean {
  const seen = new Set<string>();
  return (stage, { settings }) => {
    const { size } = seen;
    return seen.add(shareKey(stage, settings)).size === size;
  };
}

function trainingPart(settings: Json, stage: string): Json {
  if (stage !== 'train' || settings === null || typeof settings !== 'object') return settings;
  return Object.fromEntries(Object.entries(settings).filter(([name]) => name !== 'decode'));
}
