import { expect, it } from '@jest/globals';

import { convert } from '../stages/convert.ts';
import { evaluate } from '../stages/evaluate.ts';
import { train } from '../stages/train.ts';
import { seenBefore } from './share-key.ts';

const settings = {
  ...{ ingest: { seed: 1 }, convert: { size: 64 }, prior: { lambda: 0.5 }, patches: {} },
  ...{ train: { seed: 1, decode: { temperature: 0.38 } }, evaluate: {} },
};
const decoded = { ...settings, train: { seed: 1, decode: { temperature: 1 } } };

it.each([
  ['a stage that needs none of what differs', convert, { ...settings, train: { seed: 2 } }, true],
  ['a stage before which something differs', convert, { ...settings, ingest: { seed: 2 } }, false],
  ['a training that is decoded in another way', train, decoded, true],
  ['a training by another prior', train, { ...settings, prior: { lambda: 0.7 } }, false],
  ['what follows a training that is decoded in another way', evaluate, decoded, false],
  ['the same', evaluate, structuredClone(settings), true],
])('knows whether recipes share %s', (_, stage, other, shared) => {
  const isSeen = seenBefore();
  expect(isSeen(stage, { settings })).toBe(false);
  expect(isSeen(stage, { settings: other })).toBe(shared);
});
