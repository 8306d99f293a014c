import type { RunMessage } from '../run/run-message.ts';

export interface ThinOptions {
  /** Between two reports of a shard's progress that are passed on, at least; milliseconds. */
  readonly everyMs: number;
  clock(): number;
}

/**
 * Passes on what `tell` is to be told, and of a shard's progress only as much as can be looked at. What was held back last is
 * passed on before anything else is.
 */
export function thinProgress(
  tell: (message: RunMessage) => void,
  { everyMs, clock }: ThinOptions,
): (message: RunMessage) => void {
  const toldAt = new Map<string, number>();
  const held = new Map<string, RunMessage>();
  return (message) => {
    if (message.type !== 'shard-progress') {
      for (const late of held.values()) tell(late);
      held.clear();
      return tell(message);
    }
    const now = clock();
    if (now - (toldAt.get(message.name) ?? -Infinity) < everyMs) return void held.set(message.name, message);
    toldAt.set(message.name, now);
    held.delete(message.name);
    tell(message);
  };
}
