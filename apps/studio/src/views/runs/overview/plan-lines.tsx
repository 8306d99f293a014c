import { describeChange, describeCost, describeState, describeSum } from '@tintype/stage/neutral';

import { type Plan, readPlans } from '../../../data/plans.ts';
import { runCommand } from '../../../words.ts';
import { Command } from '../command.tsx';
import { turn } from '../live/live.ts';
import { useKept } from '../use-kept.ts';

const MOST_CHANGES = 10;

interface Asked {
  readonly pipeline: string;
  readonly recipe: string;
}

/** What a run of a recipe would do: each stage with what has changed, the time, and the command. */
export function PlanLines({ pipeline, recipe }: Asked) {
  const { later, again } = useKept(
    (signal) => readPlans(pipeline, recipe, signal),
    [pipeline, recipe],
    turn.value,
  );
  switch (later.state) {
    case 'loading':
      return (
        <p class="muted" role="status">
          Planning …
        </p>
      );
    case 'failed':
      return (
        <p role="alert">
          {later.error instanceof Error ? later.error.message : String(later.error)}{' '}
          <button type="button" onClick={again}>
            Try again
          </button>
        </p>
      );
    case 'ready':
      return <Plans plans={later.value} pipeline={pipeline} recipe={recipe} />;
    default:
      return later satisfies never;
  }
}

function Plans({ plans, pipeline, recipe }: Asked & { readonly plans: readonly Plan[] }) {
  const due = plans.filter(({ state }) => state !== 'fresh');
  return (
    <div class="runs-plan">
      <p>{sentence(describeSum(plans))}</p>
      {due.length > 0 && (
        <>
          <dl>
            {due.map((plan) => (
              <PlanLine {...plan} key={plan.stage} />
            ))}
          </dl>
          <Command text={runCommand(pipeline, recipe)} />
        </>
      )}
    </div>
  );
}

function PlanLine(plan: Plan) {
  const shown = plan.changes.slice(0, MOST_CHANGES);
  const more = plan.changes.length - shown.length;
  return (
    <div>
      <dt>{plan.stage}</dt>
      <dd>
        {[describeState(plan), ...describeCost(plan)].join(' · ')}
        {shown.length > 0 && (
          <ul>
            {shown.map((change) => (
              <li>{describeChange(change)}</li>
            ))}
            {more > 0 && <li>… and {more} more changes</li>}
          </ul>
        )}
      </dd>
    </div>
  );
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}
