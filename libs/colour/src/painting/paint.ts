import { RGB_TO_XYZ, WHITE_X, WHITE_Z } from '../lab/lab.ts';
import { inverseLabCurve, TOLERANCE } from '../lab/lab-to-srgb.ts';
import { LIGHT_CELLS, lightCurve, rgbOfXyz, type RgbSpace, transferOf } from '../lab/rgb-space.ts';
import { type ColourLattice, LEVELS } from './colour-lattice.ts';
import { remembering } from './remember.ts';
import { rowsOf, type Size, type Stripe } from './stripe.ts';

/** How a picture is painted. */
export interface Painting {
  /** The whole picture. */
  readonly of: Size;
  /** Cells of the lattice in the width and height of the picture; a last one may lie half outside. */
  readonly cells: Size;
  /** Chroma is multiplied by this. */
  readonly saturation: number;
  /** What the samples become; they were sRGB. */
  readonly space: RgbSpace;
}

/** Where a row or column of pixels lies between two cells. */
interface Places {
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly share: Float64Array; // of the second
}

const LOW = -TOLERANCE;
const HIGH = 1 + TOLERANCE;
/** Closer to the border of the space than this is on it. */
const CLOSE = TOLERANCE / 2;
const STEPS = 16;

/**
 * Gives every pixel of a stripe the colour that the lattice has for its place and lightness, in its samples
 * themselves. The lightness of each pixel stays; a colour that the space cannot show loses chroma until it fits, and
 * keeps its hue. Cells are read by half-pixel centres: pixel x lies at (x + ½) · cells / width − ½.
 */
export function paint(stripe: Stripe, lattice: ColourLattice, painting: Painting): void {
  const { of, cells } = painting;
  const columns = placesOf(of.width, cells.width, lattice.across);
  const rows = placesOf(of.height, cells.height, lattice.down);
  const row = new Float32Array(lattice.across * LEVELS * 2);
  const paintRow = rowPainter(stripe, columns, painting);
  for (let y = 0; y < rowsOf(stripe, of); y++) {
    mixRows(lattice, rows, stripe.top + y, row);
    paintRow(row, y * of.width * stripe.channels);
  }
}

const placesOf = /* @__PURE__ */ remembering(computePlaces);

function computePlaces(size: number, cells: number, last: number): Places {
  const places = Float64Array.from({ length: size }, (_, i) => ((i + 0.5) * cells) / size - 0.5);
  const inside = (cell: number) => Math.min(last - 1, Math.max(0, cell));
  return {
    first: Int32Array.from(places, (place) => inside(Math.floor(place))),
    second: Int32Array.from(places, (place) => inside(Math.floor(place) + 1)),
    share: places.map((place) => place - Math.floor(place)),
  };
}

/** The lattice between two rows of cells. → [across, LEVELS, 2] */
function mixRows(
  { ab }: ColourLattice,
  { first, second, share }: Places,
  y: number,
  out: Float32Array,
): void {
  const [upper, lower, part] = [first[y] * out.length, second[y] * out.length, share[y]];
  for (let i = 0; i < out.length; i++) out[i] = ab[upper + i] + (ab[lower + i] - ab[upper + i]) * part;
}

/** Paints the pixels of one row, which begins at a sample; `cells` is the lattice at that row. */
function rowPainter({ samples, channels }: Stripe, columns: Places, { saturation, space }: Painting) {
  const { linear, samples: encoded, cells: steps } = transferOf(samples);
  const curve = lightCurve();
  const [, , , yr, yg, yb] = RGB_TO_XYZ;
  const [rx, ry, rz, gx, gy, gz, bx, by, bz] = rgbOfXyz(space);
  const { first, second, share } = columns;
  const line = LEVELS * 2;
  const top = LEVELS - 1;
  const fitting = fittingShare(rgbOfXyz(space));

  return (cells: Float32Array, start: number): void => {
    for (let column = 0, i = start; column < first.length; column++, i += channels) {
      const light = yr * linear[samples[i]] + yg * linear[samples[i + 1]] + yb * linear[samples[i + 2]];
      const place = light * LIGHT_CELLS;
      const cell = place | 0;
      const fy = curve[cell] + (curve[cell + 1] - curve[cell]) * (place - cell);

      const height = (1.16 * fy - 0.16) * top;
      const level = height < 0 ? 0 : height >= top ? top - 1 : height | 0;
      const up = height - level;
      const across = share[column];
      const left = first[column] * line + 2 * level;
      const right = second[column] * line + 2 * level;
      const aLeft = cells[left] + (cells[left + 2] - cells[left]) * up;
      const aRight = cells[right] + (cells[right + 2] - cells[right]) * up;
      const bLeft = cells[left + 1] + (cells[left + 3] - cells[left + 1]) * up;
      const bRight = cells[right + 1] + (cells[right + 3] - cells[right + 1]) * up;
      const da = ((aLeft + (aRight - aLeft) * across) * saturation) / 500;
      const db = ((bLeft + (bRight - bLeft) * across) * saturation) / 200;

      let x = WHITE_X * inverseLabCurve(fy + da);
      let z = WHITE_Z * inverseLabCurve(fy - db);
      let red = rx * x + ry * light + rz * z;
      let green = gx * x + gy * light + gz * z;
      let blue = bx * x + by * light + bz * z;
      if (red < LOW || green < LOW || blue < LOW || red > HIGH || green > HIGH || blue > HIGH) {
        const part = fitting(light, fy, da, db);
        x = WHITE_X * inverseLabCurve(fy + da * part);
        z = WHITE_Z * inverseLabCurve(fy - db * part);
        red = rx * x + ry * light + rz * z;
        green = gx * x + gy * light + gz * z;
        blue = bx * x + by * light + bz * z;
      }
      samples[i] = encoded[((red < 0 ? 0 : red > 1 ? 1 : red) * steps + 0.5) | 0];
      samples[i + 1] = encoded[((green < 0 ? 0 : green > 1 ? 1 : green) * steps + 0.5) | 0];
      samples[i + 2] = encoded[((blue < 0 ? 0 : blue > 1 ? 1 : blue) * steps + 0.5) | 0];
    }
  };
}

/**
 * The share of a chroma up to which a colour is shown: of the light Y and fy of Lab, to which fx and fz add da and
 * −db. By the false position of Illinois, which needs half the steps of halving.
 */
function fittingShare([rx, ry, rz, gx, gy, gz, bx, by, bz]: readonly number[]) {
  /** How far the worst channel is outside 0..1; below 0 inside. */
  function excess(light: number, fx: number, fz: number): number {
    const x = WHITE_X * inverseLabCurve(fx);
    const z = WHITE_Z * inverseLabCurve(fz);
    const red = rx * x + ry * light + rz * z;
    const green = gx * x + gy * light + gz * z;
    const blue = bx * x + by * light + bz * z;
    const least = red < green ? (red < blue ? red : blue) : green < blue ? green : blue;
    const most = red > green ? (red > blue ? red : blue) : green > blue ? green : blue;
    return -least > most - 1 ? -least : most - 1;
  }

  return (light: number, fy: number, da: number, db: number): number => {
    let inside = 0;
    let insideBy = excess(light, fy, fy);
    if (insideBy >= 0) return 0; // black or white
    let outside = 1;
    let outsideBy = excess(light, fy + da, fy - db);
    let last = 0;
    for (let step = 0; step < STEPS; step++) {
      const middle = inside + ((outside - inside) * insideBy) / (insideBy - outsideBy);
      const by = excess(light, fy + da * middle, fy - db * middle);
      if (by > -CLOSE && by < CLOSE) return middle;
      if (by < 0) {
        inside = middle;
        insideBy = by;
        if (last < 0) outsideBy /= 2;
      } else {
        outside = middle;
        outsideBy = by;
        if (last > 0) insideBy /= 2;
      }
      last = by;
    }
    return inside;
  };
}
