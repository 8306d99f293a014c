import { RGB_TO_XYZ, tabulatedCurve } from '../lab/lab.ts';
import { writeLinear } from '../lab/lab-to-srgb.ts';

/** Which film a grey is of: how far it is from seeing as an eye does, and what it sees of green, 0..1 each. */
interface Film {
  readonly orthochromatic: number;
  readonly green: number;
}

/**
 * Makes of luminance, in place, the grey of a film that does not see red: red turns dark and blue light. Plates
 * without dyes see blue alone (`green` 0), orthochromatic ones green as well, up to yellow; none sees red (Mees and
 * James, The Theory of the Photographic Process, on spectral sensitisation). In linear light of sRGB Y becomes
 * (1 − s) · Y + s · (green · G + (1 − green) · B), s the degree; its weights add up to 1, so that greys stay.
 * lightness: L 0..100 [n]; ab [n, 2]. Light beyond what sRGB shows is cut off. Throws a RangeError on other lengths.
 */
export function orthochromatic(lightness: Float32Array, ab: Float32Array, film: Film): void {
  if (ab.length !== 2 * lightness.length) {
    throw new RangeError(
      `orthochromatic: expected ${2 * lightness.length} ab values for ${lightness.length} of L, got ${ab.length}`,
    );
  }
  const [red, green, blue] = weightsOf(film);
  const rgb = new Float64Array(3);
  for (let i = 0; i < lightness.length; i++) {
    writeLinear(lightness[i], ab[2 * i], ab[2 * i + 1], rgb);
    const light = red * shown(rgb[0]) + green * shown(rgb[1]) + blue * shown(rgb[2]);
    lightness[i] = Math.max(0, 116 * tabulatedCurve(Math.min(1, light)) - 16);
  }
}

function weightsOf({ orthochromatic: degree, green }: Film): readonly [number, number, number] {
  const [, , , red, greenOfY, blue] = RGB_TO_XYZ;
  const seen = (weight: number, film: number) => (1 - degree) * weight + degree * film;
  return [seen(red, 0), seen(greenOfY, green), seen(blue, 1 - green)];
}

function shown(channel: number): number {
  return channel < 0 ? 0 : channel > 1 ? 1 : channel;
}
