import { fileURLToPath } from 'node:url';

import { expect, it } from '@jest/globals';
import { build } from 'esbuild';

it('bundles for a browser: predicting needs nothing of Node', async () => {
  const entryPoints = [fileURLToPath(new URL('index.ts', import.meta.url))];
  const shared = { entryPoints, bundle: true, write: false, metafile: true, logLevel: 'silent' } as const;
  const { metafile } = await build({ ...shared, platform: 'browser', format: 'esm' });
  const own = Object.keys(metafile.inputs).filter((path) => path.includes('libs/network/src/'));
  expect(own.length).toBeGreaterThan(5);
  expect(own.filter((path) => /node-|replica/.test(path))).toEqual([]);
});
