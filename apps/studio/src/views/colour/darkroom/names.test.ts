import { execFileSync } from 'node:child_process';

import { expect, test } from '@jest/globals';

import { distinctStem, quoteForShell, stemOf } from './names.ts';

test.each([
  ['old.jpg', 'old'],
  ['a.b.PNG', 'a.b'],
  ['no ending', 'no ending'],
  ['.hidden', '.hidden'],
])('%s without its ending is %s', (name, stem) => {
  expect(stemOf(name)).toBe(stem);
});

test('names in a zip are distinct, by case as well', () => {
  const taken = new Set<string>();
  const stems = ['a.1', 'A.1', 'a.1', 'b'].map((stem) => distinctStem(stem, taken));
  expect(stems).toEqual(['a.1', 'A.1 (2)', 'a.1 (3)', 'b']);
});

test.each(['old.jpg', "it's $HOME `id`.jpg", '-rf.jpg', '<img src=x onerror=alert(1)>.jpg', 'père.jpg'])(
  'a shell takes %s as one word',
  (name) => {
    const said = execFileSync('sh', ['-c', `printf %s ${quoteForShell(name)}`], { encoding: 'utf8' });
    expect(said).toBe(name);
  },
);
