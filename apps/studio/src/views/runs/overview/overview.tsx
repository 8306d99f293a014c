import { counted } from '@tintype/report';

import { Empty, Failure, Loading } from '../../../parts/state.tsx';
import { addressOf } from '../../../route.ts';
import { runCommand } from '../../../words.ts';
import { Command } from '../command.tsx';
import { livesOf, turn } from '../live/live.ts';
import { useKept } from '../use-kept.ts';
import { BrokenRecipes, NeverRun } from './other-recipes.tsx';
import { type PipelineRuns, readPipelines } from './read-pipelines.ts';
import { RecipeCard } from './recipe-card.tsx';

/** Every pipeline with its recipes as they are now, or one of them. */
export function Overview({ only }: { readonly only?: string }) {
  const { later, again } = useKept(readPipelines, [], turn.value);
  switch (later.state) {
    case 'loading':
      return <Loading what="the runs" />;
    case 'failed':
      return <Failure error={later.error} onRetry={again} />;
    case 'ready':
      return (
        <Pipelines
          pipelines={later.value.filter(({ pipeline }) => only === undefined || pipeline === only)}
        />
      );
    default:
      return later satisfies never;
  }
}

function Pipelines({ pipelines }: { readonly pipelines: readonly PipelineRuns[] }) {
  const count = pipelines.reduce((sum, { recipes }) => sum + recipes.length, 0);
  return (
    <>
      <div class="runs-head">
        <h1>Runs</h1>
        {count > 1 && <a href={addressOf('runs', ['compare'])}>Compare runs</a>}
      </div>
      {count === 0 && !pipelines.some(isRunning) && <NoRuns />}
      {pipelines.map((pipeline) => (
        <PipelineSection {...pipeline} key={pipeline.pipeline} />
      ))}
    </>
  );
}

/** Whether a recipe of it runs for the first time. */
function isRunning({ pipeline, neverRun }: PipelineRuns): boolean {
  return neverRun.some((recipe) => livesOf(pipeline, recipe).length > 0);
}

function NoRuns() {
  return (
    <Empty title="Nothing has been run yet">
      <p>A run takes photos to a model and a report, stage by stage. In the workspace:</p>
      <Command text={runCommand('pipeline', 'default')} />
    </Empty>
  );
}

function PipelineSection({ pipeline, recipes, neverRun, broken, unplanned }: PipelineRuns) {
  if (recipes.length + neverRun.length + broken.length === 0) return null;
  return (
    <section aria-label={`Pipeline ${pipeline}`}>
      <h2>
        {pipeline} <small class="muted">{recipes.length > 0 && counted(recipes.length, 'recipe')}</small>
      </h2>
      {unplanned !== null && <p class="muted runs-note">Only what was made can be told: {unplanned}.</p>}
      {recipes.map((recipe) => (
        <RecipeCard pipeline={pipeline} {...recipe} planned={unplanned === null} key={recipe.recipe} />
      ))}
      <NeverRun pipeline={pipeline} recipes={neverRun} />
      <BrokenRecipes broken={broken} />
    </section>
  );
}
