import { describeChange, describeCost, describeState, describeSum } from '@tintype/stage';
import { labelled } from '@tintype/terminal';

import type { PlanReport } from './plan-report.ts';

const MOST_CHANGES = 10;

/** What a run of a recipe would do: a line for each stage, what has changed below it, and the sum. */
export function showPlans(recipe: string, plans: readonly PlanReport[]): readonly string[] {
  return [`recipe ${recipe}`, ...plans.flatMap(showPlan), '', describeSum(plans)];
}

function showPlan(plan: PlanReport): readonly string[] {
  const shown = plan.changes.slice(0, MOST_CHANGES).map(describeChange);
  const more = plan.changes.length - shown.length;
  return [
    labelled(plan.stage, [describeState(plan), ...describeCost(plan)].join(' · ')),
    ...[...shown, ...(more > 0 ? [`… and ${more} more changes`] : [])].map((line) => labelled('', line)),
  ];
}
