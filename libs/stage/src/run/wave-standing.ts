import type { ToldEvent } from '../events.ts';

/** The events that say how far the shards of a wave are. */
export type WaveEvent = Extract<ToldEvent, { readonly type: 'wave' | 'shard-progress' | 'shard-done' }>;

/** How far the shards of a wave are. */
export interface WaveStanding {
  /** Shards to compute. */
  readonly total: number;
  /** Of these, done. */
  readonly whole: number;
  /** Shards that are computed side by side, and how much of each is done, 0..1. */
  readonly running: ReadonlyMap<string, number>;
  /** What was done when the pace was first taken; another object whenever it is taken anew. */
  readonly begun: { readonly done: number };
  /** What to say beside it. */
  readonly figures: readonly string[];
}

export const NO_WAVE: WaveStanding = {
  ...{ total: 0, whole: 0, running: new Map(), begun: { done: 0 }, figures: [] },
};

/** The standing after an event; the old one stays as it is. */
export function followWave(standing: WaveStanding, event: WaveEvent): WaveStanding {
  switch (event.type) {
    case 'wave':
      return { ...NO_WAVE, total: event.total - event.reused, begun: { done: 0 } };
    case 'shard-progress': {
      const running = new Map(standing.running).set(event.name, event.done / event.total);
      const next = { ...standing, running, figures: showFigures(event.figures) };
      const isResumed = next.total === 1 && next.begun.done === 0; // a resumed shard does not start at 0
      return isResumed ? { ...next, begun: { done: countDone(next) } } : next;
    }
    case 'shard-done': {
      const running = new Map(standing.running);
      running.delete(event.name);
      const whole = standing.whole + 1;
      return { ...standing, running, whole, figures: [`${whole}/${standing.total} shards`] };
    }
    default:
      return event satisfies never;
  }
}

/** Shards that are done, with what is done of those that are not. */
export function countDone({ whole, running }: Pick<WaveStanding, 'whole' | 'running'>): number {
  return [...running.values()].reduce((sum, share) => sum + share, whole);
}

function showFigures(figures: Readonly<Record<string, number | string>>): readonly string[] {
  return Object.entries(figures).map(
    ([name, value]) => `${name} ${typeof value === 'number' ? Number(value.toPrecision(4)) : value}`,
  );
}
