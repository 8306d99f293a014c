import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { build } from 'esbuild';
import type { Page } from 'playwright-core';

import { inChromium, openPage } from '../../testing/index.ts';
import { serveFolder } from '../../testing/serve-folder.ts';

const MODEL = join(import.meta.dirname, '../../../../../data/models/bundled');
const WASM = ['simd.wasm', 'threaded-simd.wasm', 'threaded-simd.js'];
const require = createRequire(import.meta.url);
const SIDE = 32;

/** The ab of the cells of a made-up picture, by the bundled model on a back end of this name. */
const PAGE = `
  import { annealedMean } from '@tintype/colour';
  import { loadModelSafely, openBrowserBackEnd } from '@tintype/network/browser';
  const bytes = async (file) => new Uint8Array(await (await fetch(file)).arrayBuffer());
  globalThis.predictOn = async (name) => {
    const [simd, threaded, threadScript] = ${JSON.stringify(WASM.map((end) => `/tfjs-backend-wasm-${end}`))};
    const { device } = await openBrowserBackEnd({ simd, threaded, threadScript }, name);
    const files = { 'model.json': await bytes('/model.json'), 'weights.bin': await bytes('/weights.bin') };
    const lightness = Float32Array.from({ length: ${SIDE ** 2} }, (_, i) => 50 + 40 * Math.sin(i / 9));
    const model = await loadModelSafely(files);
    const { logits } = await model.predictLogits(lightness, ${SIDE}, ${SIDE});
    return { device, ab: [...annealedMean(logits, model.gamut, .5)] };
  };`;

interface Predicted {
  readonly device: string;
  readonly ab: readonly number[];
}

let folder: string;
let served: Awaited<ReturnType<typeof serveFolder>>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tintype-back-ends-'));
  await build({
    stdin: { contents: PAGE, resolveDir: import.meta.dirname },
    outfile: join(folder, 'page.js'),
    ...{ bundle: true, format: 'esm', platform: 'browser', logLevel: 'error' },
  });
  await writeFile(join(folder, 'index.html'), '<script type="module" src="/page.js"></script>');
  const wasm = join(require.resolve('@tensorflow/tfjs-backend-wasm/package.json'), '../wasm-out');
  const files = WASM.map((end) => join(wasm, `tfjs-backend-wasm-${end}`));
  for (const file of [...files, join(MODEL, 'model.json'), join(MODEL, 'weights.bin')])
    await copyFile(file, join(folder, basename(file)));
  served = await serveFolder(folder);
});
afterAll(async () => {
  served.close();
  await rm(folder, { recursive: true });
});

async function predictOn(name: string): Promise<Predicted> {
  const { page, close } = await openPage(served.url);
  await page.waitForFunction(() => 'predictOn' in globalThis);
  const predicted = await ask(page, name);
  await close();
  return predicted;
}

function ask(page: Page, name: string): Promise<Predicted> {
  return page.evaluate(`predictOn(${JSON.stringify(name)})`);
}

inChromium('the back ends of a browser', () => {
  test('wasm has threads on an isolated page, and predicts what the reference does', async () => {
    const [reference, wasm] = [await predictOn('cpu'), await predictOn('wasm')];
    expect(wasm.device).toMatch(/^CPU, (one thread|\d threads), SIMD$/);
    expect(furthest(wasm, reference)).toBeLessThan(0.01);
  });
});

function furthest(one: Predicted, other: Predicted): number {
  expect(one.ab).toHaveLength(other.ab.length);
  return Math.max(...one.ab.map((value, i) => Math.abs(value - (other.ab[i] ?? NaN))));
}
