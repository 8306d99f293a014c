import { rmSync, statSync } from 'node:fs';

import { expect, it } from '@jest/globals';

import { makeTemporaryFolder } from './temporary-folder.ts';

it('makes a folder, or says which setting names the place where it cannot', () => {
  const folder = makeTemporaryFolder('tintype-test-');
  expect(statSync(folder).isDirectory()).toBe(true);
  rmSync(folder, { recursive: true });
  expect(() => makeTemporaryFolder('x-', '/nowhere/tmp')).toThrow(
    /^expected a folder for temporary files at \/nowhere\/tmp .*ENOENT.*; make it, or set TMPDIR to one$/,
  );
});
