import { describe, expect, it } from '@jest/globals';

import { expandHome } from './expand-home.ts';

describe('expandHome', () => {
  it.each([
    ['~', '/home/ada'],
    ['~/photos', '/home/ada/photos'],
    ['~ada/photos', '~ada/photos'],
    ['./~/photos', './~/photos'],
    ['a~', 'a~'],
  ])('makes of %s what a shell would', (path, expanded) => {
    expect(expandHome(path, '/home/ada')).toBe(expanded);
  });

  it('says that there is no home folder', () => {
    expect(() => expandHome('~/photos', '')).toThrow(
      '~/photos: expected the home folder in place of ~, but HOME is ""; set it or write the whole path',
    );
  });
});
