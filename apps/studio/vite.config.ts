import { defineConfig } from 'vite';

/** Of these the page takes parts that need no TensorFlow.js, and must not load it for the others. */
const PARTLY_USED = /\/libs\/(network|colorize)\/src\//;
const treeshake = { moduleSideEffects: (id: string) => !PARTLY_USED.test(id) };

export default defineConfig({
  base: './', // any folder of a static host
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  worker: { format: 'es', rolldownOptions: { treeshake } },
  build: { target: 'es2022', outDir: 'dist', emptyOutDir: true, rolldownOptions: { treeshake } },
});
