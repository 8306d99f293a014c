/** How many pixels of a picture lie on a length of the original, side by side and one below the other. */
export interface Density {
  readonly x: number;
  readonly y: number;
  /** `none`: only the ratio of the two says something, the shape of a pixel. */
  readonly unit: 'inch' | 'cm' | 'none';
}

const METRES_PER_INCH = 0.0254;

/** A density that says something, or undefined: both numbers above 0, and not merely that pixels are square. */
export function soundDensity(density: Density): Density | undefined {
  const { x, y, unit } = density;
  const sound = Number.isFinite(x) && Number.isFinite(y) && x > 0 && y > 0;
  return sound && (unit !== 'none' || x !== y) ? density : undefined;
}

/** Of a picture that was turned by the EXIF orientation (1..8): from 5 on its columns became rows. */
export function turnDensity({ x, y, unit }: Density, orientation: number): Density {
  return orientation >= 5 ? { x: y, y: x, unit } : { x, y, unit };
}

/** Pixels per metre, as PNG has them, to pixels per inch: the whole number, if one is rounded to the same. */
export function perInch(perMetre: number): number {
  const inch = perMetre * METRES_PER_INCH;
  return perMetreOf(Math.round(inch), 'inch') === perMetre ? Math.round(inch) : inch;
}

/** As PNG writes it: whole pixels per metre, or a ratio. */
export function perMetreOf(value: number, unit: Density['unit']): number {
  switch (unit) {
    case 'inch':
      return Math.round(value / METRES_PER_INCH);
    case 'cm':
      return Math.round(value * 100);
    case 'none':
      return Math.round(value);
    default:
      return unit satisfies never;
  }
}
