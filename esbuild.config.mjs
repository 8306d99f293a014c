import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';

import { build, transform } from 'esbuild';

/**
 * Bundles a project into its `dist`: our own libs and small npm packages inlined, the others left to Node.
 * A pipeline's computations (`src/compute/*.ts`) become one module each, with a digest of what determines
 * their bytes: the bundled code without comments and spacing, and the versions of the packages it calls.
 * With `--digests` nothing is written: the digests that a build would write are printed as JSON.
 * With `--out <folder>` the bundles go there, and esbuild's metafile, which tells what is in them, is printed as JSON.
 */
const [project, option, folder] = process.argv.slice(2);

/** Node takes a quarter of a second to find and read their hundreds of files, each time that a stage or a thread starts. */
const INLINED = [
  'apache-arrow',
  'd3-array',
  'd3-scale',
  'd3-shape',
  'fastest-levenshtein',
  'rxjs',
  'tar',
].concat(['yauzl', 'zod']);

/** Errors are told in English alone: the other languages are half of what zod would add to each program and thread. */
const englishZod = {
  name: 'english-zod',
  setup({ onLoad }) {
    onLoad({ filter: /\/zod\/v4\/locales\/index\.js$/ }, () => ({ contents: 'export {};' }));
  },
};

const dist = option === '--out' ? folder : join(project, 'dist');
const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));

const computeFolder = join(project, 'src', 'compute');
const computations = (existsSync(computeFolder) ? readdirSync(computeFolder) : [])
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .map((file) => join(computeFolder, file));

const main = join(project, 'src/main.ts');
if (option === '--digests') process.stdout.write(JSON.stringify(await codeDigests()));
else await writeAll();

async function writeAll() {
  const beside = // programs and threads of their own
    basename(project) === 'cli'
      ? [
          'libs/provision/src/probe-binding.ts',
          'libs/colorize/src/stripe.worker.ts',
          'libs/colorize/src/model.worker.ts',
          'pipelines/pipeline/src/measure/measure.worker.ts',
        ]
      : [];
  const programs = [bundle([main, ...beside], dist)];
  if (computations.length === 0) return replaceFiles((await Promise.all(programs)).flat());
  programs.push(
    bundle(['libs/executor/src/shard.worker.ts', 'libs/executor/src/ray/ray.worker.ts'], dist),
    bundle([join(project, 'src/probe.ts')], dist),
    bundle(computations, join(dist, 'compute')),
  );
  const [built, ...bundles] = await Promise.all([codeDigests(), ...programs]);
  const stated = Object.entries(built).map(([stage, digest]) => ({
    path: resolve(dist, 'compute', `${stage}.digest`),
    contents: digest,
  }));
  replaceFiles([...bundles.flat(), ...stated]);
}

/** Each file appears whole, and none goes before the others are there: what is running may still load its threads. */
function replaceFiles(files) {
  for (const { path, contents } of files) {
    mkdirSync(dirname(path), { recursive: true });
    const draft = `${path}.${process.pid}.tmp`;
    writeFileSync(draft, contents);
    renameSync(draft, path);
  }
  const wanted = new Set(files.map(({ path }) => path));
  for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
    const path = resolve(entry.parentPath, entry.name);
    if (entry.isFile() && !wanted.has(path) && !path.endsWith('.tmp')) rmSync(path, { force: true });
  }
}

/** The bundles of programs and threads. */
async function bundle(entryPoints, outdir) {
  const { outputFiles, metafile } = await build({
    ...bundleOptions(entryPoints, outdir),
    write: false,
    metafile: true,
    external: Object.keys(dependencies).filter((name) => !INLINED.includes(name)),
    plugins: [englishZod],
    alias: { rxjs: resolve('node_modules/rxjs/dist/esm/index.js') }, // Node's own entry comes with every operator
    splitting: outdir === dist, // what a program imports when it needs it stays apart
    // What is inlined and no ES module asks for Node's own modules so.
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
    },
  });
  if (option === '--out') process.stdout.write(JSON.stringify(metafile));
  return outputFiles;
}

/** Packages count by their version, so they are left out of the code here. @returns the digest of each computation */
async function codeDigests() {
  const { metafile, outputFiles } = await build({
    ...bundleOptions(computations, join(dist, 'compute')),
    external: Object.keys(dependencies),
    metafile: true,
    write: false,
  });
  const texts = new Map(outputFiles.map(({ path, text }) => [relative('.', path), text]));
  const files = Object.entries(metafile.outputs).sort();
  return digests(files.map(([file, { imports }]) => ({ file, imports, text: texts.get(file) })));
}

function bundleOptions(entryPoints, outdir) {
  return {
    entryPoints,
    outdir,
    entryNames: '[name]',
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    logLevel: 'warning',
  };
}

/** `train.js` and its threads `train.*.js` count as one computation: `train.digest`. */
async function digests(files) {
  const parts = new Map();
  for (const { file, imports, text } of files) {
    const stage = basename(file).split('.')[0];
    const { code } = await transform(text, { minify: true, legalComments: 'none' });
    const packages = imports.filter(({ external }) => external).map(({ path }) => versionOf(path));
    parts.set(stage, [...(parts.get(stage) ?? []), code, ...packages.filter(Boolean).sort()]);
  }
  const digestOf = (texts) => createHash('sha256').update(texts.join('\n')).digest('hex');
  return Object.fromEntries([...parts].map(([stage, texts]) => [stage, digestOf(texts)]));
}

function versionOf(specifier) {
  const name = Object.keys(dependencies).find(
    (known) => specifier === known || specifier.startsWith(`${known}/`),
  );
  if (name === undefined) return null;
  return `${name}@${JSON.parse(readFileSync(join('node_modules', name, 'package.json'), 'utf8')).version}`;
}
