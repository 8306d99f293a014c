import { isDisplayable, labToSrgb } from '@tintype/colour';

const MIDDLE = 65; // light enough for yellows to be yellow, dark enough for blues to be blue

/**
 * The CSS colour that stands for (a, b): at L 65 or the lightness nearest to it at which a screen can show this
 * colour. A colour that it can show at none loses as much of its chroma as it must.
 */
export function abColour(a: number, b: number): string {
  const [red = 0, green = 0, blue = 0] = labToSrgb(displayable(a, b));
  return `#${[red, green, blue].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

function displayable(a: number, b: number): readonly [L: number, a: number, b: number] {
  for (let kept = 1; kept > 0; kept -= 0.05) {
    const lightness = nearestLightness(a * kept, b * kept);
    if (lightness !== null) return [lightness, a * kept, b * kept];
  }
  return [MIDDLE, 0, 0];
}

function nearestLightness(a: number, b: number): number | null {
  for (let away = 0; away <= MIDDLE; away += 1) {
    for (const lightness of [MIDDLE - away, MIDDLE + away]) {
      if (isDisplayable(lightness, a, b)) return lightness;
    }
  }
  return null;
}
