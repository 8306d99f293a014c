import type { Hint } from '../../../engine/engine.ts';

type Hints = readonly Hint[];

/** The hints of a photo, with what they were and what was undone. */
export interface Edits {
  readonly hints: Hints;
  readonly past: readonly Hints[];
  readonly future: readonly Hints[];
}

export function startEdits(hints: Hints = []): Edits {
  return { hints, past: [], future: [] };
}

/** A step that can be undone. */
export function changeHints({ hints: before, past }: Edits, hints: Hints): Edits {
  return { hints, past: [...past, before], future: [] };
}

/** More of the last step: a ring that is still dragged, a colour that is still sought. */
export function adjustHints(edits: Edits, hints: Hints): Edits {
  return { ...edits, hints };
}

export function undo(edits: Edits): Edits {
  const { hints, past, future } = edits;
  const before = past.at(-1);
  return before === undefined
    ? edits
    : { hints: before, past: past.slice(0, -1), future: [hints, ...future] };
}

export function redo(edits: Edits): Edits {
  const { hints, past, future } = edits;
  const [after, ...rest] = future;
  return after === undefined ? edits : { hints: after, past: [...past, hints], future: rest };
}

/** The hints with one in place of the one at `index`. */
export function replaceHint(hints: Hints, index: number, hint: Hint): Hints {
  return hints.map((other, i) => (i === index ? hint : other));
}

export function withoutHint(hints: Hints, index: number): Hints {
  return hints.filter((_, i) => i !== index);
}
