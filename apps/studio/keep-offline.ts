import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

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
      const { outputFiles } = buildSync({
        entryPoints: [join(root, 'offline', 'service-worker.ts')],
        ...{ bundle: true, minify: true, write: false, format: 'iife', target: 'es2022' },
        define: definitions(dir),
      });
      for (const { contents } of outputFiles) writeFileSync(join(dir, 'service-worker.js'), contents);
    },
  };
}

function definitions(dir: string): Readonly<Record<'VERSION' | 'FILES', string>> {
  const files = readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) =>
      join(parentPath, name)
        .slice(dir.length + 1)
        .replaceAll('\\', '/'),
    )
    .filter((file) => !LEFT_OUT.test(file))
    .sort();
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file}\n`).update(readFileSync(join(dir, file)));
  // A host gives the page under the name of its folder.
  const addresses = files.flatMap((file) => (file === 'index.html' ? ['./', file] : [file]));
  return { VERSION: JSON.stringify(hash.digest('hex').slice(0, 16)), FILES: JSON.stringify(addresses) };
}
