import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import { build, transform } from 'esbuild';

/**
 * Bundles a project into its `dist`: our own libs inlined, npm packages left to Node.
 * A pipeline's computations (`src/compute/*.ts`) become one module each, with a digest of what determines
 * their bytes: the bundled code without comments and spacing, and the versions of the packages it calls.
 */
const project = process.argv[2];
const dist = join(project, 'dist');
const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });

const computeFolder = join(project, 'src', 'compute');
const computations = (existsSync(computeFolder) ? readdirSync(computeFolder) : [])
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .map((file) => join(computeFolder, file));

const main = join(project, 'src/main.ts');
const beside = // programs and threads of their own
  basename(project) === 'cli'
    ? ['libs/provision/src/probe-binding.ts', 'libs/colorize/src/stripe.worker.ts']
    : [];
await bundle([main, ...beside], dist);
if (computations.length > 0) {
  await bundle(['libs/executor/src/shard.worker.ts', 'libs/stage/src/probe-store.ts'], dist);
  await writeDigests(await bundle(computations, join(dist, 'compute')));
}

async function bundle(entryPoints, outdir) {
  const { metafile } = await build({
    entryPoints,
    outdir,
    entryNames: '[name]',
    bundle: true,
    metafile: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    splitting: entryPoints.includes(main), // what a program imports when it needs it stays apart
    external: Object.keys(dependencies),
    logLevel: 'warning',
  });
  return metafile.outputs;
}

/** `train.js` and its threads `train.*.js` count as one computation: `train.digest`. */
async function writeDigests(outputs) {
  const parts = new Map();
  for (const [file, { imports }] of Object.entries(outputs).sort()) {
    const stage = basename(file).split('.')[0];
    const { code } = await transform(readFileSync(file, 'utf8'), { minify: true, legalComments: 'none' });
    const packages = imports.filter(({ external }) => external).map(({ path }) => versionOf(path));
    parts.set(stage, [...(parts.get(stage) ?? []), code, ...packages.filter(Boolean).sort()]);
  }
  for (const [stage, text] of parts)
    writeFileSync(
      join(dist, 'compute', `${stage}.digest`),
      createHash('sha256').update(text.join('\n')).digest('hex'),
    );
}

function versionOf(specifier) {
  const name = Object.keys(dependencies).find(
    (known) => specifier === known || specifier.startsWith(`${known}/`),
  );
  if (name === undefined) return null;
  return `${name}@${JSON.parse(readFileSync(join('node_modules', name, 'package.json'), 'utf8')).version}`;
}
