import { fileURLToPath } from 'node:url';

import { expect, it } from '@jest/globals';
import { build } from 'esbuild';

it('bundles for a browser: colouring pixels needs nothing of Node', async () => {
  const entryPoints = [fileURLToPath(new URL('index.ts', import.meta.url))];
  const shared = { entryPoints, bundle: true, write: false, metafile: true, logLevel: 'silent' } as const;
  const { metafile } = await build({ ...shared, platform: 'browser', format: 'esm' });
  const own = Object.keys(metafile.inputs).filter((path) => path.includes('libs/'));
  expect(own.some((path) => path.endsWith('libs/colour/src/painting/paint.ts'))).toBe(true);
  expect(own.filter((path) => /libs\/(images\/src\/index|executor|store\/src\/index)/.test(path))).toEqual(
    [],
  );
});
