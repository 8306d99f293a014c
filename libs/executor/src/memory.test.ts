import { expect, it } from '@jest/globals';

import { createMemory } from './memory.ts';

it('lends what a task gave back to the next one, and shares nothing between two at a time', () => {
  const memory = createMemory();
  const [first, second] = [memory.lend(), memory.lend()];
  const [one, two] = [first.take(100_000), second.take(100_000)];
  expect(two.buffer).not.toBe(one.buffer);
  expect(first.take(100_000).buffer).not.toBe(one.buffer);
  first.giveBack();
  const third = memory.lend();
  const again = [third.take(90_000), third.take(110_000)].map(({ buffer }) => buffer);
  expect(again).toContain(one.buffer);
  expect(again).not.toContain(two.buffer);
});

it.each([0, 1, 2 ** 16, 2 ** 16 + 1, 3_146_000])(
  'gives %d bytes that numbers of 8 bytes fit into',
  (bytes) => {
    const taken = createMemory().lend().take(bytes);
    expect(taken.length).toBe(bytes);
    expect(taken.byteOffset % 8).toBe(0);
  },
);

it('keeps what is still read, and gives the rest to others at once', () => {
  const memory = createMemory();
  const [first, second] = [memory.lend(), memory.lend()];
  const [result, scratch] = [first.take(70_000), first.take(70_000)];
  first.giveBackAllBut([result.subarray(8)]);
  const taken = [second.take(70_000), second.take(70_000)].map(({ buffer }) => buffer);
  expect(taken).toContain(scratch.buffer);
  expect(taken).not.toContain(result.buffer);
});
