import { beforeAll, describe, expect, it } from '@jest/globals';
import { cohere, poolPlane } from '@tintype/colour';

import { openBackEnd } from '../backend/node-back-end.ts';
import { loadRebuilt } from '../load-rebuilt.ts';
import type { NetworkInput } from '../settings/network-settings.ts';
import { findBackEnds } from '../testing/find-back-ends.ts';
import { syntheticModel } from '../testing/synthetic-model.ts';
import { coherent } from './coherent.ts';
import { type Cells, loadModel, type Model } from './model.ts';

const [HEIGHT, WIDTH] = [24, 34];
/** A slope with an edge across it. */
const LIGHTNESS = Float32Array.from({ length: HEIGHT * WIDTH }, (_, i) =>
  i % WIDTH < 20 ? 20 + (i % WIDTH) / 2 : 75 + Math.sin(i / 5),
);
const PICTURE = [LIGHTNESS, HEIGHT, WIDTH] as const;
const NETWORKS: readonly NetworkInput[] = [
  { kind: 'pretrained', width: 4, cut: 16 },
  { kind: 'article', width: 1 },
];
const backEnds = await findBackEnds();

describe.each(NETWORKS)('a coherent model of the network $kind', (network) => {
  let model: Model;
  let cells: Cells;
  beforeAll(async () => {
    await openBackEnd('cpu');
    model = await loadModel(await syntheticModel(network));
    cells = await coherent(model, 0.7).predictCells(...PICTURE, 0.38);
  });

  it('smooths the colours of cells by the lightness under them', async () => {
    const { ab, across, down, stride } = await model.predictCells(...PICTURE, 0.38);
    const guide = poolPlane(LIGHTNESS, 1, { width: WIDTH, height: HEIGHT }, stride);
    expect(cells).toEqual({
      ...{ across, down, stride },
      ab: cohere({ values: ab, across, down, channels: 2 }, guide, 0.7),
    });
    expect(roughness(cells)).toBeLessThan(0.8 * roughness({ ab, across, down, stride }));
  });

  it('smooths the colours of pixels by their own lightness, at every temperature', async () => {
    const plain = await model.predict(...PICTURE, [1, 0]);
    const smoothed = await coherent(model, 0.7).predict(...PICTURE, [1, 0]);
    expect(smoothed).toEqual(
      plain.map((values) => cohere({ values, across: WIDTH, down: HEIGHT, channels: 2 }, LIGHTNESS, 0.7)),
    );
  });

  it('is the model itself at 0, and refuses what is outside 0..1', () => {
    expect(coherent(model, 0)).toBe(model);
    expect(() => coherent(model, 1.1)).toThrow(/expected a coherence of 0\.\.1, got 1\.1/);
  });

  it.each(backEnds)('has the same colours on %s', async (backEnd) => {
    await openBackEnd('cpu');
    const files = await syntheticModel(network);
    await openBackEnd(backEnd);
    const rebuilt = await loadRebuilt(files);
    const { ab } = await coherent(rebuilt, 0.7).predictCells(...PICTURE, 0.38);
    ab.forEach((value, i) => expect(Math.abs(value - cells.ab[i])).toBeLessThan(1e-3));
    rebuilt.dispose();
  });
});

/** The mean step from one cell to the next in its row. */
function roughness({ ab, across }: Cells): number {
  const steps = ab.map((value, i) => (i % (2 * across) < 2 * (across - 1) ? Math.abs(ab[i + 2] - value) : 0));
  return steps.reduce((sum, step) => sum + step, 0) / ab.length;
}
