import { Failure } from '../../../parts/state.tsx';
import { turn } from '../live/live.ts';
import { readPipelines } from '../overview/read-pipelines.ts';
import { RecipeStages } from '../overview/recipe-card.tsx';
import { useKept } from '../use-kept.ts';

interface RunStagesProps {
  readonly pipeline: string;
  readonly recipe: string;
}

/** The stages of a run as they are now; a blank of their height while that is found out. */
export function RunStages({ pipeline, recipe }: RunStagesProps) {
  const { later, again } = useKept(readPipelines, [pipeline, recipe], turn.value);
  if (later.state === 'loading') return <div class="runs-graph-blank" role="status" aria-label="Planning" />;
  if (later.state === 'failed') return <Failure error={later.error} onRetry={again} />;
  const found = later.value.find((one) => one.pipeline === pipeline);
  const stages = found?.recipes.find((one) => one.recipe === recipe)?.stages;
  if (found === undefined || stages === undefined) return null;
  return (
    <RecipeStages pipeline={pipeline} recipe={recipe} stages={stages} planned={found.unplanned === null} />
  );
}
