import { batch } from '@preact/signals';

import type { Hint } from '../../../engine/engine.ts';
import type { Darkroom } from '../darkroom/darkroom.ts';
import {
  adjustHints,
  changeHints,
  type Edits,
  redo,
  replaceHint,
  undo,
  withoutHint,
} from '../darkroom/edits.ts';
import type { Photo } from '../darkroom/photo.ts';

/** Whether a change is a step of its own, or more of the last one. */
export type Step = 'new' | 'more';

/** Gives the place that is asked about this colour: a hint of its own, or that of the hint which lies there. */
export function giveColour(
  { place }: Darkroom,
  { edits }: Photo,
  { a, b }: Pick<Hint, 'a' | 'b'>,
  step: Step,
): void {
  const at = place.value;
  if (at === null) return;
  const { hints } = edits.value;
  const { x, y, hint } = at;
  batch(() => {
    if (hint === null) {
      edits.value = changeHints(edits.value, [...hints, { x, y, a, b }]);
      place.value = { x, y, hint: hints.length };
    } else setHints(edits, replaceHint(hints, hint, { x, y, a, b }), step);
  });
}

/** Moves a hint, which is selected then. */
export function moveHint(
  { place }: Darkroom,
  { edits }: Photo,
  { index, x, y }: { readonly index: number; readonly x: number; readonly y: number },
  step: Step,
): void {
  const hint = edits.value.hints[index];
  if (hint === undefined) return;
  batch(() => {
    setHints(edits, replaceHint(edits.value.hints, index, { ...hint, x, y }), step);
    place.value = { x, y, hint: index };
  });
}

export function removeHint(room: Darkroom, photo: Photo, index: number): void {
  takeHints(room, photo, withoutHint(photo.edits.value.hints, index));
}

/** Puts these in place of all hints. */
export function takeHints(room: Darkroom, photo: Photo, hints: readonly Hint[]): void {
  turnTo(room, photo, changeHints(photo.edits.value, hints));
}

export function undoHints(room: Darkroom, photo: Photo): void {
  turnTo(room, photo, undo(photo.edits.value));
}

export function redoHints(room: Darkroom, photo: Photo): void {
  turnTo(room, photo, redo(photo.edits.value));
}

/** The selected hint may be another then, so none is. */
function turnTo({ place, selected }: Darkroom, photo: Photo, turned: Edits): void {
  if (turned === photo.edits.value) return;
  batch(() => {
    if (selected.value === photo) place.value = null;
    photo.edits.value = turned;
  });
}

function setHints(edits: Photo['edits'], hints: readonly Hint[], step: Step): void {
  edits.value = (step === 'new' ? changeHints : adjustHints)(edits.value, hints);
}
