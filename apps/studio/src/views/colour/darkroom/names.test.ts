import { execFileSync } from 'node:child_process';

import { expect, test } from '@jest/globals';

import { distinctName, quoteForShell, stemOf } from './names.ts';

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
  const names = ['a.jpg', 'A.jpg', 'a.jpg', 'b'].map((name) => distinctName(name, taken));
  expect(names).toEqual(['a.jpg', 'A (2).jpg', 'a (3).jpg', 'b']);
});

test.each(['old.jpg', "it's $HOME `id`.jpg", '-rf.jpg', '<img src=x onerror=alert(1)>.jpg', 'père.jpg'])(
  'a shell takes %s as one word',
  (name) => {
    const said = execFileSync('sh', ['-c', `printf %s ${quoteForShell(name)}`], { encoding: 'utf8' });
    expect(said).toBe(name);
  },
);
