import { annealedMean } from '@tintype/colour';
import { framed } from '@tintype/network';
import { loadModelSafely, openBrowserBackEnd } from '@tintype/network/browser';
import { WASM_FILES } from '@tintype/network/wasm-files';

/** The ab of cells that the bundled model predicts on a back end, for tests. */
async function predictOn(choice: 'webgpu' | 'wasm' | 'webgl' | 'cpu', size: number) {
  const fetched = async (file: string) =>
    new Uint8Array(await (await fetch(`models/bundled/${file}`)).arrayBuffer());
  const backEnd = await openBrowserBackEnd(WASM_FILES, choice);
  const model = framed(
    await loadModelSafely({
      'model.json': await fetched('model.json'),
      'weights.bin': await fetched('weights.bin'),
    }),
  );
  const lightness = Float32Array.from({ length: size * size }, (_, i) => {
    const [x, y] = [i % size, Math.floor(i / size)];
    return 50 + 30 * Math.sin(x / 9) * Math.cos(y / 13) + 15 * Math.sin((x * y) / 150);
  });
  const t = performance.now();
  const { logits } = await model.predictLogits(lightness, size, size);
  const t1 = performance.now() - t;
  await model.predictLogits(lightness, size, size);
  const ms = [t1, performance.now() - t - t1];
  return { ms, device: backEnd.device, ab: [...annealedMean(logits, model.gamut, 0.5)] };
}

Object.assign(globalThis, { predictOn });
