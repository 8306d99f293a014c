import { fileURLToPath } from 'node:url';

import { defineConfig } from 'vite';

import { carryNotices } from './carry-notices.ts';
import { keepOffline } from './keep-offline.ts';

const notices = carryNotices(fileURLToPath(new URL('../..', import.meta.url)));

/** Of these the page takes parts that need no TensorFlow.js, and must not load it for the others. */
const PARTLY_USED = /\/libs\/(network|colorize)\/src\//;
const treeshake = { moduleSideEffects: (id: string) => !PARTLY_USED.test(id) };

export default defineConfig({
  base: './', // any folder of a static host
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [notices.page, keepOffline(import.meta.dirname)],
  worker: { format: 'es', plugins: () => [notices.thread], rolldownOptions: { treeshake } },
  build: { target: 'es2022', outDir: 'dist', emptyOutDir: true, rolldownOptions: { treeshake } },
});
