import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';

const ROOT = join(import.meta.dirname, '../../..');
const FOLDER = join(import.meta.dirname, 'compute');

/** What decides nothing of a shard's bytes: a line changed there must not compute anything again. */
const NO_PART = /libs\/(stage|executor)\/|libs\/store\/src\/(store|manifest|shard|garbage|verify|lock)\.ts/;

/** The modules of a computation, as its digest counts them. */
async function modulesOf(file: string): Promise<readonly string[]> {
  const { dependencies } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
  const { metafile } = await build({
    ...{
      entryPoints: [join(FOLDER, file)],
      outdir: 'out',
      absWorkingDir: ROOT,
      external: Object.keys(dependencies),
    },
    ...{ bundle: true, platform: 'node', format: 'esm', write: false, metafile: true, logLevel: 'error' },
  });
  return Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([module, { bytesInOutput }]) => (bytesInOutput > 0 ? [module] : [])),
  );
}

describe('the digest of a computation', () => {
  it('does not count the store, the executor or the engine of stages', async () => {
    const files = (await readdir(FOLDER)).filter((file) => /^\w+\.ts$/.test(file));
    expect(files).toContain('train.ts');
    for (const file of files) {
      const modules = await modulesOf(file);
      expect(modules.some((module) => module.endsWith(file))).toBe(true);
      expect(modules.filter((module) => NO_PART.test(module))).toEqual([]);
    }
  });
});
