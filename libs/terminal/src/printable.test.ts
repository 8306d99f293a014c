import { describe, expect, it } from '@jest/globals';

import { printable, printableLines, withoutControls } from './printable.ts';

describe('printable', () => {
  it('leaves names of all scripts and emoji as they are', () => {
    const names = 'Füße 写真 👩‍👩‍👧 <img src=x>.jpg';
    expect(printable(names)).toBe(names);
  });

  it('shows what a terminal would act on, and what turns the order of reading', () => {
    expect(printable('a\x1b[2J\x07\x9b1m\u007f\u202egpj.jpg')).toBe(
      'a\\x1b[2J\\x07\\x9b1m\\x7f\\u202egpj.jpg',
    );
  });

  it('makes one line of a name of several', () => {
    expect(printable('a\r\nb\t\u2028.jpg')).toBe('a\\r\\nb\\t\\u2028.jpg');
  });
});

describe('printableLines', () => {
  it('keeps the lines', () => {
    expect(printableLines('one\ntwo\x1b[A')).toBe('one\ntwo\\x1b[A');
  });
});

describe('withoutControls', () => {
  it('leaves the text of what was coloured', () => {
    expect(withoutControls('\x1b[31mred\x1b[0m\r\nnext')).toBe('red\nnext');
  });
});
