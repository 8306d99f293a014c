import { describe, expect, it } from '@jest/globals';

import { type NetworkSettings, RELU } from '../settings/network-settings.ts';
import { SMALL, syntheticPatches } from '../testing/synthetic-patches.ts';
import { cropOf } from './crop.ts';
import type { PatchSource } from './patch-source.ts';

const PRETRAINED: NetworkSettings = { kind: 'pretrained', width: 2, cut: 16, activation: RELU };
const ARTICLE = syntheticPatches(1, 'article'); // 32 × 32 with a margin of 8
const WHOLE: PatchSource = { ...ARTICLE, lightnessShape: [128, 128], abShape: [32, 32, 2] };

describe('cropOf', () => {
  it('is nothing unless asked for', () => {
    expect(cropOf(SMALL, ARTICLE)).toBeNull();
    expect(cropOf(settings(null), ARTICLE)).toBeNull();
  });

  it('knows the target within the window, and how many places there are for it', () => {
    expect(cropOf(settings(24), ARTICLE)).toEqual({ window: 24, target: 8, stride: 1, places: 9 });
    expect(cropOf(settings(32), ARTICLE)).toEqual({ window: 32, target: 16, stride: 1, places: 1 });
    expect(cropOf(settings(96, PRETRAINED), WHOLE)).toEqual({ window: 96, target: 24, stride: 4, places: 9 });
  });

  it.each([
    [
      16,
      SMALL.network,
      /train\.augment\.crop: expected a multiple of 1 from 17 to the patches’ 32 .* got 16/,
    ],
    [
      33,
      SMALL.network,
      /expected a multiple of 1 from 17 to the patches’ 32 for the network article, got 33/,
    ],
    [100, PRETRAINED, /a multiple of 16 from 16 to the patches’ 128 .* got 100/],
    [144, PRETRAINED, /a multiple of 16 from 16 to the patches’ 128 .* got 144/],
  ] as const)('refuses %d for %j', (side, network, message) => {
    const source = network.kind === 'article' ? ARTICLE : WHOLE;
    expect(() => cropOf(settings(side, network), source)).toThrow(message);
  });
});

function settings(crop: number | null, network: NetworkSettings = SMALL.network) {
  return { ...SMALL, network, augment: { ...SMALL.augment, crop } };
}
