import { fileURLToPath } from 'node:url';

import { expect, it } from '@jest/globals';
import { build } from 'esbuild';

it('reads runs in a browser: its modules need nothing of Node', async () => {
  const entryPoints = ['read-run.ts', 'read-tables.ts'].map((file) =>
    fileURLToPath(new URL(file, import.meta.url)),
  );
  const shared = { entryPoints, bundle: true, write: false, metafile: true, logLevel: 'silent' } as const;
  const { metafile } = await build({ ...shared, platform: 'browser', format: 'esm', outdir: 'none' });
  const own = Object.keys(metafile.inputs).filter((path) => !path.includes('node_modules/'));
  expect(own.some((path) => path.endsWith('runs/evaluate-summary.ts'))).toBe(true);
  const light = 'settings|encoder/encoder-blocks|model/model-metadata|networks/lightness';
  const heavy = new RegExp(
    `libs/(executor|images/src/(?!pixel-limit)|network/src/(?!${light})|store/src/(store|manifest)\\.ts)`,
  );
  expect(own.filter((path) => heavy.test(path))).toEqual([]);
});
