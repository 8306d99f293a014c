import { fileURLToPath } from 'node:url';

import { defineConfig } from 'vite';

import { carryNotices } from './carry-notices.ts';

const notices = carryNotices(fileURLToPath(new URL('../..', import.meta.url)));

export default defineConfig({
  base: './', // any folder of a static host
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [notices.page],
  worker: { format: 'es', plugins: () => [notices.thread] },
  build: { target: 'es2022', outDir: 'dist', emptyOutDir: true },
});
