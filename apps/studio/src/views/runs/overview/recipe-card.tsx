import { counted } from '@tintype/report';
import { showBytes } from '@tintype/terminal/neutral';
import { useState } from 'preact/hooks';

import { addressOf } from '../../../route.ts';
import { showTime } from '../../../words.ts';
import { StageGraph } from '../graph/stage-graph.tsx';
import { livesOf } from '../live/live.ts';
import { LiveStages } from '../live/live-stages.tsx';
import { PlanLines } from './plan-lines.tsx';
import type { RecipeRuns, StageFacts } from './read-pipelines.ts';

interface RecipeCardProps extends RecipeRuns {
  readonly pipeline: string;
  /** Whether the server can say what a run would do. */
  readonly planned: boolean;
}

/** A recipe that has been run: its stages as they are now, and what a run would do. */
export function RecipeCard({ pipeline, recipe, stages, planned }: RecipeCardProps) {
  return (
    <article class="runs-recipe" aria-label={`Recipe ${recipe}`}>
      <header>
        <h3>
          <a href={addressOf('runs', [pipeline, recipe])}>{recipe}</a>
        </h3>
        <p class="muted">{summarise(pipeline, recipe, stages)}</p>
      </header>
      <RecipeStages pipeline={pipeline} recipe={recipe} stages={stages} planned={planned} />
    </article>
  );
}

/** The graph of a recipe's stages, how far they are while they run, and what a run would do. */
export function RecipeStages({ pipeline, recipe, stages, planned }: RecipeCardProps) {
  const isDue = stages.some(({ state }) => state !== 'fresh' && state !== 'made');
  return (
    <>
      <StageGraph pipeline={pipeline} recipe={recipe} stages={stages} />
      <LiveStages pipeline={pipeline} recipe={recipe} />
      {planned && <WouldDo pipeline={pipeline} recipe={recipe} isDue={isDue} />}
    </>
  );
}

function WouldDo({
  isDue,
  ...asked
}: {
  readonly pipeline: string;
  readonly recipe: string;
  readonly isDue: boolean;
}) {
  const [isOpen, setOpen] = useState(isDue);
  return (
    <details class="runs-would" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>What a run would do</summary>
      {isOpen && <PlanLines {...asked} />}
    </details>
  );
}

function summarise(pipeline: string, recipe: string, stages: readonly StageFacts[]): string {
  const running = livesOf(pipeline, recipe).filter(({ life }) => life.end === null);
  const made = stages.flatMap((stage) => stage.made ?? []).sort();
  const last = made.at(-1);
  const bytes = stages.reduce((sum, stage) => sum + stage.bytes, 0);
  return [
    ...(running.length > 0 ? [`running ${running.map(({ stage }) => stage).join(' and ')}`] : []),
    describeDue(stages),
    ...(last === undefined ? [] : [showTime(last)]),
    showBytes(bytes),
  ].join(' · ');
}

/** How much of a recipe a run would do, as far as anybody can say. */
function describeDue(stages: readonly StageFacts[]): string {
  if (stages.every(({ state }) => state === 'made')) return counted(stages.length, 'stage');
  const due = stages.filter(({ state }) => state !== 'fresh').length;
  return due === 0 ? 'all stages are up to date' : `${due} of ${stages.length} stages are to be run`;
}
