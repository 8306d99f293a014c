import type { Json } from '@tintype/store';
import { labelled, showDurationRange, showHash } from '@tintype/terminal';

import type { PlanReport } from './plan-report.ts';

const MOST_CHANGES = 10;

type Change = PlanReport['changes'][number];

/** What a run of a recipe would do: a line for each stage, what has changed below it, and the sum. */
export function showPlans(recipe: string, plans: readonly PlanReport[]): readonly string[] {
  return [`recipe ${recipe}`, ...plans.flatMap(showPlan), '', showSum(plans)];
}

function showPlan(plan: PlanReport): readonly string[] {
  const shown = plan.changes.slice(0, MOST_CHANGES).map(showChange);
  const more = plan.changes.length - shown.length;
  return [
    labelled(plan.stage, [showState(plan), ...showCost(plan)].join(' · ')),
    ...[...shown, ...(more > 0 ? [`… and ${more} more changes`] : [])].map((line) => labelled('', line)),
  ];
}

/** How much of it is there. */
export function showState({
  state,
  shards,
  missing,
  unknownUntil,
}: Omit<PlanReport, 'changes' | 'seconds' | 'secondsBetween' | 'mayGrow'>): string {
  const count = `${missing.length} of ${shards} ${shards === 1 ? 'shard' : 'shards'} to be computed`;
  switch (state) {
    case 'fresh':
      return 'fresh';
    case 'partial':
    case 'missing':
      return `${state}: ${count}`;
    case 'stale':
      return missing.length === 0 ? 'stale: all is in the store, nothing to be computed' : `stale: ${count}`;
    case 'unknown':
      return `unknown until ${unknownUntil}`;
    default:
      return state satisfies never;
  }
}

function showCost({ state, missing, mayGrow, secondsBetween }: PlanReport): readonly string[] {
  if (state === 'fresh') return [];
  const growth = mayGrow && state !== 'unknown' ? ['more may follow from it'] : [];
  if (missing.length === 0 && state !== 'unknown') return growth;
  return [
    secondsBetween === null ? 'how long is unknown' : `about ${showSeconds(secondsBetween)}`,
    ...growth,
  ];
}

function showSeconds([least, most]: readonly [number, number]): string {
  return showDurationRange(1000 * least, 1000 * most);
}

function showChange({ kind, name, from, to }: Change): string {
  switch (kind) {
    case 'setting':
      return `${name}: ${JSON.stringify(from)} → ${JSON.stringify(to)}`;
    case 'code':
      return `the code of ${name} has changed`;
    case 'input':
      return `${name}: ${showContent(from)} → ${showContent(to)}`;
    case 'file':
      return showFile(name, from, to);
    default:
      return kind satisfies never;
  }
}

function showContent(content: Json): string {
  return typeof content === 'string' ? showHash(content) : 'to be made';
}

function showFile(name: string, from: Json, to: Json): string {
  if (from === null) return `+ ${name}`;
  if (to === null) return `− ${name}`;
  if (to === name) return `${String(from)} → ${name}`;
  return `${name}: ${showHash(String(from))} → ${showHash(String(to))}`;
}

function showSum(plans: readonly PlanReport[]): string {
  const work = plans.filter(({ missing, state }) => missing.length > 0 || state === 'unknown');
  if (work.length === 0) return 'a run would compute nothing';
  const known = work.flatMap(({ secondsBetween }) => (secondsBetween === null ? [] : [secondsBetween]));
  if (known.length === 0) return 'how long a run would take is unknown: nothing like it has run here yet';
  const total = (end: 0 | 1) => known.reduce((sum, between) => sum + between[end], 0);
  const unknown = work.filter(({ seconds }) => seconds === null).map(({ stage }) => stage);
  const rest = unknown.length > 0 ? `; how long ${unknown.join(' and ')} would take is unknown` : '';
  return `a run would take about ${showSeconds([total(0), total(1)])}${rest}`;
}
