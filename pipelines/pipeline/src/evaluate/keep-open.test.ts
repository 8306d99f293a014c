import { describe, expect, it } from '@jest/globals';

import { keepOpen } from './keep-open.ts';

function keeper() {
  const told: string[] = [];
  const keep = keepOpen<string>((value) => told.push(`closed ${value}`));
  const ask = (key: string) =>
    keep(key, async () => {
      told.push(`opened ${key}`);
      return key;
    });
  return { told, keep, ask };
}

describe('what is kept open', () => {
  it('is opened once for all who ask for the same, and closed when another is asked for', async () => {
    const { told, ask } = keeper();
    expect([await ask('a'), await ask('a'), await ask('b'), await ask('a')]).toEqual(['a', 'a', 'b', 'a']);
    expect(told).toEqual(['opened a', 'closed a', 'opened b', 'closed b', 'opened a']);
  });

  it('is tried again where it could not be opened', async () => {
    const { told, keep, ask } = keeper();
    await ask('a');
    await expect(keep('b', () => Promise.reject(new Error('no such model')))).rejects.toThrow(
      'no such model',
    );
    expect(await ask('b')).toBe('b');
    expect(told).toEqual(['opened a', 'closed a', 'opened b']);
  });
});
