import { readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

import { build } from 'esbuild';

/** `run.mjs <bench.ts> [<thread.ts> …] [options]`: bundles a benchmark or a tool with the threads that it starts, and runs it. */
const words = process.argv.slice(2);
const first = words.findIndex((word) => word.startsWith('-'));
const entryPoints = first === -1 ? words : words.slice(0, first);
const outdir = resolve(dirname(entryPoints[0]), '../dist/bench');
const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
await build({
  entryPoints,
  outdir,
  entryNames: '[name]',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  external: Object.keys({ ...dependencies, ...devDependencies }),
  logLevel: 'warning',
});
const program = join(outdir, `${basename(entryPoints[0], '.ts')}.js`);
process.argv = [process.argv[0], program, ...words.slice(entryPoints.length)];
await import(program);
