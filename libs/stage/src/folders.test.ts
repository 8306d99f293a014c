import { describe, expect, it } from '@jest/globals';

import { locateFolders } from './folders.ts';

describe('the data folder', () => {
  it('is the workspace’s, unless the environment names another', () => {
    expect(locateFolders('/w', {})).toEqual({ workspace: '/w', data: '/w/data' });
    expect(locateFolders('/w', { TINTYPE_DATA: '' }).data).toBe('/w/data');
    expect(locateFolders('/w', { TINTYPE_DATA: '/disk/tintype/' })).toEqual({
      workspace: '/w',
      data: '/disk/tintype',
    });
  });

  it('has to be named by its whole path', () => {
    expect(() => locateFolders('/w', { TINTYPE_DATA: 'disk' })).toThrow(
      'TINTYPE_DATA: expected an absolute path, as programs run in several folders, got "disk"',
    );
  });
});
