import { describe, expect, it } from '@jest/globals';

import { readPickle } from './read-pickle.ts';

/** Bytes and texts end to end. */
function bytes(...parts: readonly (number | string)[]): Uint8Array {
  return Uint8Array.from(
    parts.flatMap((part) => (typeof part === 'string' ? [...Buffer.from(part)] : [part])),
  );
}

describe('readPickle', () => {
  it('reads what Python 3 writes of numbers, texts, lists and dictionaries with protocol 2', () => {
    // pickle.dumps([{'a': (1, 300), 'b': [-2, None]}, True, 1 << 64, ('ä',)], 2)
    const written =
      '80025d7100287d71012858010000006171024b014d2c0186710358010000006271045d7105284afeffffff4e65' +
      '75888a090000000000000000015802000000c3a47106857107652e';
    const pickle = Buffer.from(written, 'hex');
    const value = [
      new Map([
        ['a', [1, 300]],
        ['b', [-2, null]],
      ]),
      ...[true, 1n << 64n, ['ä']],
    ];
    expect(readPickle(pickle, 0)).toEqual({ value, end: pickle.length });
  });

  it('gives shared values once, and tells where it ends', () => {
    const list = bytes(0x80, 2, 0x5d, 'q', 0, '(', 'h', 0, 'K', 7, 'e', '.');
    const { value, end } = readPickle(bytes(0xff, ...list, 0xff), 1);
    expect(end).toBe(list.length + 1);
    expect(value).toHaveLength(2);
    expect(Array.isArray(value) && value[0] === value).toBe(true);
  });

  it.each([
    ['REDUCE of a name that is not let in', ['c', 'os\nsystem\n'], 'expected no name, got os.system'],
    ['INST', ['(', 'i', 'os\nsystem\n'], 'byte 3: expected an opcode .*, got INST \\(0x69\\)'],
    ['STACK_GLOBAL', [0x93], 'got STACK_GLOBAL \\(0x93\\)'],
    ['NEWOBJ', [')', 0x81], 'got NEWOBJ \\(0x81\\)'],
    ['what is no opcode', [0xff], 'got no opcode \\(0xff\\)'],
    ['another protocol', [0x80, 4], 'byte 3: expected pickle protocol 2, got 4'],
    ['bytes that are missing', ['X', 9, 0, 0, 0, 'ab'], 'byte 7: expected 9 more bytes of a pickle, got 2'],
    ['a memo that is empty', ['h', 5], 'expected a value under 5, got none'],
    ['a stack that is empty', ['0'], 'got POP \\(0x30\\)'],
    ['a tuple without a mark', ['t'], 'expected a mark on the stack, got none'],
    ['items for what is no dictionary', ['K', 1, '(', 'K', 1, 'K', 2, 'u'], 'expected a dictionary'],
    ['more than one value', ['K', 1, 'K', 2, '.'], 'expected one value at the end of a pickle, got more'],
  ])('refuses %s', (_, parts, message) => {
    expect(() => readPickle(bytes(0x80, 2, ...parts), 0)).toThrow(new RegExp(message));
  });

  it('keeps names that are let in as data, and calls nothing', () => {
    const call = bytes(0x80, 2, 'c', 'os\nsystem\n', 'X', 2, 0, 0, 0, 'ls', 0x85, 'R', '.');
    expect(readPickle(call, 0, ['os.system']).value).toEqual({
      kind: 'call',
      name: 'os.system',
      args: ['ls'],
    });
  });
});
