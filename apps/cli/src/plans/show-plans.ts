import type { Json } from '@tintype/store';
import { labelled, showDuration, showHash } from '@tintype/terminal';

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
}: Omit<PlanReport, 'changes' | 'seconds' | 'mayGrow'>): string {
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

function showCost({ state, missing, mayGrow, seconds }: PlanReport): readonly string[] {
  if (state === 'fresh') return [];
  if (state === 'unknown') return seconds === null ? [] : [`at most about ${showDuration(seconds * 1000)}`];
  const growth = mayGrow ? ['more may follow from it'] : [];
  if (missing.length === 0) return growth;
  return [seconds === null ? 'not measured yet' : `about ${showDuration(seconds * 1000)}`, ...growth];
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
  const known = work.filter(({ seconds }) => seconds !== null);
  const seconds = known.reduce((sum, plan) => sum + (plan.seconds ?? 0), 0);
  if (known.length === 0) return 'nothing like it has been measured here yet';
  const rest = known.length < work.length ? ', and what has not been measured yet' : '';
  const bound = work.some(({ state }) => state === 'unknown') ? 'at most about' : 'about';
  return `a run would take ${bound} ${showDuration(seconds * 1000)}${rest}`;
}
