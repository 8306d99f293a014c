import { isDisplayable } from './lab-to-srgb.ts';

/** Beyond this chroma sRGB shows nothing at any lightness: its blue, the farthest from grey, has 134. */
const FARTHEST = 150;
const HALVINGS = 12; // leaves less than .04 ab units

/**
 * How far colours reach that sRGB can show at a lightness (0..100): ab [steps, 2], anticlockwise around grey from +a.
 * One distance for each hue is the whole outline, because a colour of less chroma can be shown where one of its hue can;
 * but for some yellows of L 97, which lie beyond a gap and are left out.
 */
export function outlineScreen(lightness: number, steps = 180): Float32Array {
  if (!(lightness >= 0 && lightness <= 100))
    throw new RangeError(`outlineScreen: lightness: expected a number in 0..100, got ${lightness}`);
  const outline = new Float32Array(2 * steps);
  for (let step = 0; step < steps; step++) {
    const hue = (2 * Math.PI * step) / steps;
    const chroma = reach(lightness, hue);
    outline[2 * step] = chroma * Math.cos(hue);
    outline[2 * step + 1] = chroma * Math.sin(hue);
  }
  return outline;
}

/** The colour itself where sRGB can show it at this lightness, else the one of its hue with as much chroma as it can. */
export function fitToScreen(lightness: number, a: number, b: number): readonly [a: number, b: number] {
  if (isDisplayable(lightness, a, b)) return [a, b];
  const hue = Math.atan2(b, a);
  const chroma = reach(lightness, hue);
  return [chroma * Math.cos(hue), chroma * Math.sin(hue)];
}

/** The most chroma that can be shown, by halving. */
function reach(lightness: number, hue: number): number {
  let [inside, outside] = [0, FARTHEST];
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (inside + outside) / 2;
    if (isDisplayable(lightness, middle * Math.cos(hue), middle * Math.sin(hue))) inside = middle;
    else outside = middle;
  }
  return inside;
}
