import { definePipeline, type Recipe, type RecipeRun, type Stage } from '@tintype/stage';
import { canonicalJson, type Json } from '@tintype/store';

/**
 * Says which recipes share what a stage of them makes, or, of `train`, the training itself: those with equal keys. It
 * is the settings of the stage and of all that it needs; a training is the same however its model decodes.
 */
export function shareKey(stage: Stage, settings: Recipe): string {
  const { stages } = definePipeline(stage.name, stage);
  const own = stages.map(({ name }) => [name, settings[name] ?? {}] as const);
  return canonicalJson(
    own.map(([name, section]) => [name, stage.name === 'train' ? withoutDecode(section) : section]),
  );
}

/** Whether a run with the same key was asked about before. */
export function seenBefore(): (stage: Stage, run: Pick<RecipeRun, 'settings'>) => boolean {
  const seen = new Set<string>();
  return (stage, { settings }) => {
    const { size } = seen;
    return seen.add(shareKey(stage, settings)).size === size;
  };
}

function withoutDecode(section: Json): Json {
  if (section === null || typeof section !== 'object') return section;
  return Object.fromEntries(Object.entries(section).filter(([setting]) => setting !== 'decode'));
}
