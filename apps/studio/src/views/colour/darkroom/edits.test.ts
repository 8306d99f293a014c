import { expect, test } from '@jest/globals';

import { adjustHints, changeHints, redo, replaceHint, startEdits, undo, withoutHint } from './edits.ts';

const RED = { x: 0.1, y: 0.2, a: 60, b: 40 };
const BLUE = { x: 0.7, y: 0.8, a: 10, b: -50 };

test('steps are taken back and done again, and a new step forgets what was taken back', () => {
  const two = changeHints(changeHints(startEdits(), [RED]), [RED, BLUE]);
  expect(undo(two).hints).toEqual([RED]);
  expect(undo(undo(two)).hints).toEqual([]);
  expect(undo(undo(undo(two))).hints).toEqual([]);
  expect(redo(undo(two))).toEqual(two);
  expect(redo(two)).toEqual(two);
  expect(redo(changeHints(undo(two), [BLUE])).hints).toEqual([BLUE]);
});

test('all of a drag is one step', () => {
  const placed = changeHints(startEdits(), [RED]);
  const moved = changeHints(placed, [{ ...RED, x: 0.2 }]);
  const further = adjustHints(adjustHints(moved, [{ ...RED, x: 0.3 }]), [{ ...RED, x: 0.4 }]);
  expect(further.hints).toEqual([{ ...RED, x: 0.4 }]);
  expect(undo(further).hints).toEqual([RED]);
});

test('one hint is replaced or taken out, the others stay', () => {
  expect(replaceHint([RED, BLUE], 1, { ...BLUE, a: 0 })).toEqual([RED, { ...BLUE, a: 0 }]);
  expect(withoutHint([RED, BLUE], 0)).toEqual([BLUE]);
});
