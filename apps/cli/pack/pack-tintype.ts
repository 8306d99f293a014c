import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import type { Metafile } from 'esbuild';
import { build } from 'vite';

import { modulesIn, packagesImported } from './bundle-facts.ts';
import { bundleNativeKernels } from './native-kernels.ts';
import { npmPack } from './npm-pack.ts';
import { manifestOf, type RootManifest } from './root-manifest.ts';
import { writeNotices } from './third-party.ts';

/** What the package has as it lies in the workspace: the program finds it in the same places. */
const COPIED = ['LICENSE', 'apps/cli/bin', 'data/historic', 'data/models/bundled'];

/** Found by name when they are needed, so that no bundle shows them: the headers that a binding is compiled with. */
const FOUND_BY_NAME = ['node-api-headers'];

/** Packs `tintype`: the commands, the studio, the bundled model and example photos. @returns the path of the packed file */
export async function packTintype(root: RootManifest, out: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tintype-pack-'));
  try {
    const program = await bundleProgram(join(folder, 'apps/cli/dist'));
    await buildStudio(join(folder, 'apps/studio/dist'));
    for (const part of COPIED) await cp(part, join(folder, part), { recursive: true });
    await cp('apps/cli/pack/tintype.md', join(folder, 'README.md'));
    await writeFile(join(folder, 'THIRD-PARTY.md'), writeNotices(modulesIn(program)));
    const { bundled, needed } = await bundleNativeKernels(folder);
    const imported = [...packagesImported(program), ...FOUND_BY_NAME, ...needed];
    const manifest = {
      name: 'tintype',
      description:
        'Colours black-and-white photos, on the command line and in the browser, on your own machine',
      ...(await manifestOf(root, imported, 'pinned')),
      bundleDependencies: bundled,
      bin: { tintype: 'apps/cli/bin/tintype.js' },
    };
    return await npmPack(folder, manifest, out);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The program as every build of the workspace makes it. */
async function bundleProgram(dist: string): Promise<Metafile> {
  const argv = ['esbuild.config.mjs', 'apps/cli', '--out', dist];
  const { stdout } = await promisify(execFile)(process.execPath, argv, { maxBuffer: 1 << 26 });
  return JSON.parse(stdout);
}

async function buildStudio(outDir: string): Promise<void> {
  const root = 'apps/studio';
  await build({
    root,
    configFile: join(root, 'vite.config.ts'),
    logLevel: 'error', // the workspace's own build tells the rest
    build: { outDir, emptyOutDir: true },
  });
}
