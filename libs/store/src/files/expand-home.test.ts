import { userInfo } from 'node:os';

import { describe, expect, it } from '@jest/globals';

import { expandHome, homeFolder } from './expand-home.ts';

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
    expect(() => expandHome('~/photos', null)).toThrow(
      '~/photos: there is no home folder to put in the place of ~; set HOME or write the whole path',
    );
  });
});

describe('homeFolder', () => {
  it('is HOME, or what the system knows of the user where that is empty', () => {
    expect(homeFolder({ HOME: '/home/ada' })).toBe('/home/ada');
    for (const HOME of ['', 'ada']) expect(homeFolder({ HOME })).toBe(userInfo().homedir);
  });
});
