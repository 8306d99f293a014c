import { type Degradation, UNDEGRADED } from '@tintype/colour';

/** What photos are measured under, at medium strength: one effect at a time, and a little of all. */
export const DAMAGES: Readonly<Record<string, Degradation>> = {
  clean: UNDEGRADED,
  orthochromatic: { ...UNDEGRADED, orthochromatic: 0.7, green: 0.3 },
  'a stop darker': { ...UNDEGRADED, stops: -1 },
  'a stop lighter': { ...UNDEGRADED, stops: 1 },
  'gamma √2': { ...UNDEGRADED, tone: 0.5 },
  'contrast √2': { ...UNDEGRADED, contrast: 0.5 },
  'blur σ 1.5': { ...UNDEGRADED, blur: 1.5 },
  'vignette, 1.5 stops': { ...UNDEGRADED, vignette: 1.5 },
  'grain σ 6': { ...UNDEGRADED, grain: 6 },
  'faded by 15': { ...UNDEGRADED, blacks: 15, whites: 15 },
  'JPEG quality 25': { ...UNDEGRADED, quality: 25 },
  'a little of all': {
    ...UNDEGRADED,
    ...{ orthochromatic: 0.5, green: 0.3, stops: -0.3, tone: 0.2, contrast: -0.2, blur: 0.8 },
    ...{ vignette: 0.7, grain: 4, blacks: 8, whites: 8, quality: 50 },
  },
};
