import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { build, type Metafile } from 'esbuild';

import { bundleDeclarations, type Entries, nameOf } from './bundle-declarations.ts';
import { modulesIn, packagesImported } from './bundle-facts.ts';
import { bundleNativeKernels } from './native-kernels.ts';
import { npmPack } from './npm-pack.ts';
import { manifestOf, type RootManifest } from './root-manifest.ts';
import { writeNotices } from './third-party.ts';

const LIB = 'libs/colorize';

/** Its own small packages go into the bundle; what the declarations name or what has files besides its code does not. */
const IMPORTED = ['@tensorflow/*', '@xmldom/xmldom', 'piscina', 'sharp', 'webgpu', 'zod'];

/** Packs the library `@tintype/colorize` with its types and the bundled model. @returns the path of the packed file */
export async function packColorize(root: RootManifest, out: string): Promise<string> {
  const scratch = await mkdtemp(join(tmpdir(), 'tintype-pack-'));
  const folder = join(scratch, 'package');
  try {
    const { exports }: { readonly exports: Entries } = JSON.parse(
      await readFile(join(LIB, 'package.json'), 'utf8'),
    );
    const bundles = await bundleEntries(exports, join(folder, 'dist'));
    await bundleDeclarations('colorize', {
      entries: exports,
      scratch: join(scratch, 'types'),
      out: join(folder, 'dist'),
    });
    await copyFiles(folder);
    await writeFile(join(folder, 'THIRD-PARTY.md'), writeNotices(modulesIn(bundles)));
    const { bundled, needed } = await bundleNativeKernels(folder);
    const manifest = {
      name: '@tintype/colorize',
      description: 'Colours black-and-white photos of any size, in Node and in browsers',
      ...(await manifestOf(root, [...packagesImported(bundles), ...needed], 'compatible')),
      bundleDependencies: bundled,
      exports: { ...publicExports(exports), './models/*': './models/*', './package.json': './package.json' },
    };
    return await npmPack(folder, manifest, out);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** One build, so that what the entries share is one module: TensorFlow.js must not be told of a kernel twice. */
async function bundleEntries(exports: Entries, outdir: string): Promise<Metafile> {
  const { metafile } = await build({
    entryPoints: [...Object.values(exports), './src/stripe.worker.ts', './src/model.worker.ts'].map((file) =>
      join(LIB, file),
    ),
    ...{ outdir, entryNames: '[name]', splitting: true, metafile: true },
    ...{ bundle: true, platform: 'node', target: 'node20', format: 'esm', logLevel: 'warning' },
    external: IMPORTED,
  });
  return metafile;
}

async function copyFiles(folder: string): Promise<void> {
  await cp('LICENSE', join(folder, 'LICENSE'));
  await cp('apps/cli/pack/colorize.md', join(folder, 'README.md'));
  const model = join('models', 'bundled');
  await mkdir(join(folder, model), { recursive: true });
  for (const file of ['model.json', 'weights.bin', 'README.md', 'LICENSE.efficientnet-lite0'])
    await cp(join('data', model, file), join(folder, model, file));
}

/** The same entries, as Node and bundlers read them. */
function publicExports(exports: Entries): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(exports).map(([entry, file]) => [
      entry,
      { types: `./dist/${nameOf(file)}.d.ts`, default: `./dist/${nameOf(file)}.js` },
    ]),
  );
}
