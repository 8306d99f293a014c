import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

import { buildSync } from 'esbuild';
import type { Plugin } from 'vite';

/** Not needed to use the page. */
const LEFT_OUT = /^(service-worker\.js|THIRD-PARTY\.md)$|\.map$/;

/**
 * Writes `service-worker.js` beside the page, with the list of all files that the build has written. The browser takes a
 * changed service worker for a new version, so it holds a digest of them.
 */
export function keepOffline(root: string): Plugin {
  return {
    name: 'keep-offline',
    apply: 'build',
    enforce: 'post',
    writeBundle({ dir }) {
      if (dir === undefined) throw new Error('keep-offline: expected a folder to which the build writes');
      buildSync({
        entryPoints: [join(root, 'offline', 'service-worker.ts')],
        outfile: join(dir, 'service-worker.js'),
        ...{ bundle: true, minify: true, format: 'iife', target: 'es2022', logLevel: 'warning' },
        define: definitions(dir),
      });
    },
  };
}

function definitions(dir: string): Readonly<Record<'VERSION' | 'FILES', string>> {
  const files = readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(dir, join(parentPath, name)).replaceAll('\\', '/'))
    .filter((file) => !LEFT_OUT.test(file))
    .sort();
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file}\n`).update(readFileSync(join(dir, file)));
  // A host gives the page under the name of its folder.
  const addresses = files.flatMap((file) => (file === 'index.html' ? ['./', file] : [file]));
  return { VERSION: JSON.stringify(hash.digest('hex').slice(0, 16)), FILES: JSON.stringify(addresses) };
}
