import { symlink } from 'node:fs/promises';
import { join } from 'node:path';

import { build } from 'esbuild';

const SOURCES = join(import.meta.dirname, '..');
const WORKERS = ['shard.worker', 'ray/ray.worker'];

/** Bundles the programs that run shards into a folder, as `shard.worker.mjs` and `ray.worker.mjs`. */
export async function buildWorkers(folder: string): Promise<void> {
  await build({
    entryPoints: WORKERS.map((name) => join(SOURCES, `${name}.ts`)),
    entryNames: '[name]',
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    external: ['piscina'],
    platform: 'node',
    format: 'esm',
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
  await symlink(join(SOURCES, '../../../node_modules'), join(folder, 'node_modules')); // for what they leave out
}
