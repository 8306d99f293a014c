import { greyOnScreen } from '@tintype/colour';
import { z } from 'zod';

import type { NetworkSettings } from '../settings/network-settings.ts';

/** How lightness enters a network; part of each saved model. */
export const lightnessScale = z.object({
  /** `lab`: L itself, 0..100; `screen`: the grey 0..255 in which an sRGB screen shows it. Left out: `lab`. */
  of: z.enum(['lab', 'screen']).exactOptional(),
  /** The network takes (x − mean) / scale. */
  mean: z.number(),
  scale: z.number().positive(),
});

export type LightnessScale = Readonly<z.output<typeof lightnessScale>>;

/** (L − 50) / 50: −1..1. */
export const LIGHTNESS = { mean: 50, scale: 50 } as const;
/** (x − 127) / 128, as EfficientNet-Lite takes each channel. */
const SCREEN = { of: 'screen', mean: 127, scale: 128 } as const;

/** How a network of these settings takes lightness. */
export function chooseLightness({ kind }: Pick<NetworkSettings, 'kind'>): LightnessScale {
  return kind === 'pretrained' ? SCREEN : LIGHTNESS;
}

/** What a network takes for L 0..100, as a new array. */
export function scaleLightness(lightness: Float32Array, { of, mean, scale }: LightnessScale): Float32Array {
  const taken = of === 'screen' ? greyOnScreen(lightness) : lightness.slice();
  for (let i = 0; i < taken.length; i++) taken[i] = ((taken[i] ?? 0) - mean) / scale;
  return taken;
}
