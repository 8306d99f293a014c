import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

/** Bundles the benchmark `bench/<name>.ts` with the threads that it may start, and runs it with the other arguments. */
const [name, ...rest] = process.argv.slice(2);
const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const outdir = at('../dist/bench');
mkdirSync(outdir, { recursive: true });
await build({
  entryPoints: [at(`${name}.ts`), at('../src/replica.worker.ts')],
  outdir,
  entryNames: '[name]',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  external: ['@tensorflow/*', 'pbf', 'webgpu', 'zod', 'yauzl'],
  logLevel: 'warning',
});
process.argv = [process.argv[0], `${outdir}/${name}.js`, ...rest];
await import(`${outdir}/${name}.js`);
