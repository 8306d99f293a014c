import { useState } from 'preact/hooks';

import type { Status } from '../../../data/plans.ts';
import { livesOf } from '../live/live.ts';
import { LiveStages } from '../live/live-stages.tsx';
import { PlanLines } from './plan-lines.tsx';

/** Recipes without artefacts: those that run now, and those that never have; opening one tells what a run would do. */
export function NeverRun({
  pipeline,
  recipes,
}: {
  readonly pipeline: string;
  readonly recipes: readonly string[];
}) {
  const running = recipes.filter((recipe) => livesOf(pipeline, recipe).length > 0);
  const never = recipes.filter((recipe) => !running.includes(recipe));
  return (
    <>
      {running.map((recipe) => (
        <FirstRun pipeline={pipeline} recipe={recipe} key={recipe} />
      ))}
      {never.length > 0 && <h3>Never run</h3>}
      <div class="runs-never">
        {never.map((recipe) => (
          <NeverRunRecipe pipeline={pipeline} recipe={recipe} key={recipe} />
        ))}
      </div>
    </>
  );
}

/** A recipe that runs for the first time, until its first stage has left an artefact. */
function FirstRun({ pipeline, recipe }: { readonly pipeline: string; readonly recipe: string }) {
  return (
    <>
      <p>{recipe} runs for the first time.</p>
      <LiveStages pipeline={pipeline} recipe={recipe} />
    </>
  );
}

function NeverRunRecipe({ pipeline, recipe }: { readonly pipeline: string; readonly recipe: string }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{recipe}</summary>
      {isOpen && <PlanLines pipeline={pipeline} recipe={recipe} />}
    </details>
  );
}

/** Recipes that nothing can be said of, and why. */
export function BrokenRecipes({ broken }: Pick<Status, 'broken'>) {
  if (broken.length === 0) return null;
  return (
    <>
      <h3>Cannot be run</h3>
      <dl class="runs-broken">
        {broken.map(({ recipe, reason }) => (
          <div>
            <dt>{recipe}</dt>
            <dd>{reason}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
