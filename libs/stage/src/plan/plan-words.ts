import type { Json } from '@tintype/store/neutral';
import { showBytes, showDurationRange, showHash } from '@tintype/terminal/neutral';

import type { Change } from './change.ts';
import type { StageState } from './stage-state.ts';

/** What of a plan is told in words. */
export interface PlannedWork {
  readonly stage: string;
  readonly state: StageState;
  /** Shards that are known to be wanted. */
  readonly shards: number;
  /** Of these, names of those to be computed. */
  readonly missing: readonly string[];
  /** Shards that would come from the remote behind the store, and their bytes; absent where none would. */
  readonly coming?: { readonly shards: number; readonly bytes: number } | undefined;
  /** Whether more may have to be computed, depending on what comes out. */
  readonly mayGrow: boolean;
  readonly unknownUntil: string | null;
  /** Between what the time that it takes will probably be; null where nothing like it has been measured. */
  readonly secondsBetween: readonly [number, number] | null;
}

/** How much of it is there. */
export function describeState(work: PlannedWork): string {
  const { state, shards, missing, unknownUntil, coming } = work;
  const there = coming ? `, ${describeAmount(coming)} from the remote` : '';
  const count = `${missing.length} of ${shards} ${shards === 1 ? 'shard' : 'shards'} to be computed${there}`;
  switch (state) {
    case 'fresh':
      return 'fresh';
    case 'partial':
    case 'missing':
      return `${state}: ${count}`;
    case 'stale':
      return missing.length === 0 && !coming
        ? 'stale: all is in the store, nothing to be computed'
        : `stale: ${count}`;
    case 'unknown':
      return `unknown until ${unknownUntil}`;
    default:
      return state satisfies never;
  }
}

/** How long it would take, and whether that is all; nothing of what is fresh. */
export function describeCost({ state, missing, mayGrow, secondsBetween }: PlannedWork): readonly string[] {
  if (state === 'fresh') return [];
  const growth = mayGrow && state !== 'unknown' ? ['more may follow from it'] : [];
  if (missing.length === 0 && state !== 'unknown') return growth;
  return [
    secondsBetween === null ? 'how long is unknown' : `about ${showSeconds(secondsBetween)}`,
    ...growth,
  ];
}

function describeAmount({ shards, bytes }: NonNullable<PlannedWork['coming']>): string {
  return `${shards} (${showBytes(bytes)})`;
}

function showSeconds([least, most]: readonly [number, number]): string {
  return showDurationRange(1000 * least, 1000 * most);
}

/** What is no longer as it was: from what to what. */
export function describeChange({ kind, name, from, to }: Change): string {
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

/** How long a run of stages would take together. */
export function describeSum(plans: readonly PlannedWork[]): string {
  const coming = plans.flatMap((plan) => plan.coming ?? []);
  const [shards, bytes] = [sumOf(coming, 'shards'), sumOf(coming, 'bytes')];
  if (shards === 0) return describeComputing(plans);
  const noun = shards === 1 ? 'shard' : 'shards';
  return `${describeComputing(plans)}; it would bring ${shards} ${noun}, ${showBytes(bytes)}, from the remote`;
}

function sumOf<K extends string>(amounts: readonly Readonly<Record<K, number>>[], key: K): number {
  return amounts.reduce((sum, amount) => sum + amount[key], 0);
}

function describeComputing(plans: readonly PlannedWork[]): string {
  const work = plans.filter(({ missing, state }) => missing.length > 0 || state === 'unknown');
  if (work.length === 0) return 'a run would compute nothing';
  const known = work.flatMap(({ secondsBetween }) => (secondsBetween === null ? [] : [secondsBetween]));
  if (known.length === 0) return 'how long a run would take is unknown: nothing like it has run here yet';
  const total = (end: 0 | 1) => known.reduce((sum, between) => sum + between[end], 0);
  const unknown = work.filter(({ secondsBetween }) => secondsBetween === null).map(({ stage }) => stage);
  const rest = unknown.length > 0 ? `; how long ${unknown.join(' and ')} would take is unknown` : '';
  return `a run would take about ${showSeconds([total(0), total(1)])}${rest}`;
}
