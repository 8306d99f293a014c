import { labToSrgb } from '@tintype/colour';

/** A Lab colour for CSS; one that the screen cannot show loses chroma until it can. */
export function cssColour(lightness: number, a: number, b: number): string {
  return `rgb(${labToSrgb([lightness, a, b]).join(' ')})`;
}
