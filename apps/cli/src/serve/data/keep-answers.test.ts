import { beforeEach, describe, expect, it } from '@jest/globals';

import { keepAnswers } from './keep-answers.ts';

let now: number;
let mark: string;
let made: number;
beforeEach(() => {
  [now, mark, made] = [0, 'first', 0];
});

const keeping = () => keepAnswers<number>({ mark: async () => mark, clock: () => now, keepMs: 100 });
const make = async () => ++made;

describe('kept answers', () => {
  it('are shared by those who ask at the same time', async () => {
    const keep = keeping();
    expect(await Promise.all([keep('a', make), keep('a', make), keep('b', make)])).toEqual([1, 1, 2]);
  });

  it('hold until what they depend on changes, and no longer than they may', async () => {
    const keep = keeping();
    await keep('a', make);
    now = 99;
    expect(await keep('a', make)).toBe(1);
    mark = 'second';
    expect(await keep('a', make)).toBe(2);
    now = 199;
    expect(await keep('a', make)).toBe(3);
  });

  it('are not kept when they failed', async () => {
    const keep = keeping();
    const fail = () => Promise.reject(new Error('no such recipe'));
    await expect(keep('a', fail)).rejects.toThrow('no such recipe');
    expect(await keep('a', make)).toBe(1);
  });
});
