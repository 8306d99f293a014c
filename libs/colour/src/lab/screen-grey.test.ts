import { describe, expect, it } from '@jest/globals';

import { labToSrgb, srgbToLab, takeLightness } from '../index.ts';
import { greyOnScreen } from './screen-grey.ts';

describe('the grey of a lightness on a screen', () => {
  it('is the byte that the lightness was made from, for every byte', () => {
    const bytes = Uint8Array.from({ length: 256 * 3 }, (_, i) => Math.floor(i / 3));
    const greys = greyOnScreen(takeLightness(srgbToLab(bytes)));
    for (const [byte, grey] of greys.entries()) expect(Math.abs(grey - byte)).toBeLessThan(0.03);
  });

  it('rounds to what a grey Lab colour becomes', () => {
    const lightness = Float32Array.of(3.3, 8.1, 33.3, 71.9, 100);
    const triples = new Float32Array(3 * lightness.length);
    lightness.forEach((L, i) => (triples[3 * i] = L));
    const rgb = labToSrgb(triples);
    greyOnScreen(lightness).forEach((grey, i) =>
      expect(Math.abs(grey - (rgb[3 * i + 1] ?? 0))).toBeLessThan(0.55),
    );
  });
});
