import { defineConfig } from 'vite';

export default defineConfig({
  base: './', // any folder of a static host
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  worker: { format: 'es' },
  build: { target: 'es2022', outDir: 'dist', emptyOutDir: true },
});
