import { type Rng, rngFrom } from '@tintype/colour';

import type { Picture } from '../picture.ts';
import { type Canvas, paintBelow, paintRect, paintTrapezoid } from './scene-canvas.ts';
import {
  paintCar,
  paintFront,
  paintHills,
  paintHouse,
  paintSky,
  paintTree,
  pick,
  plain,
  ridgeAt,
  SURFACES,
  vary,
} from './scene-parts.ts';

type Paint = (canvas: Canvas, rng: Rng) => void;

/** The eight classes of outdoor scenes, in the order in which they take turns. */
const SCENES: Readonly<Record<string, Paint>> = {
  coast(canvas, rng) {
    const horizon = 0.35 + 0.15 * rng();
    paintSky(canvas, horizon, rng);
    if (rng() < 0.5) paintHills(canvas, horizon, 0.04, vary(SURFACES.rock, rng), rng);
    paintRect(canvas, [0, horizon, 1, 1], vary(SURFACES.sea, rng));
    if (rng() < 0.5) paintBoat(canvas, rng(), horizon + 0.1 * rng(), rng);
    paintHills(canvas, 0.75 + 0.1 * rng(), 0.04, vary(SURFACES.sand, rng), rng);
  },
  forest(canvas, rng) {
    paintSky(canvas, 0.5, rng);
    paintHills(canvas, 0.25 + 0.1 * rng(), 0.06, vary(SURFACES.leaves, rng), rng);
    paintHills(canvas, 0.66, 0.03, vary(rng() < 0.5 ? SURFACES.grass : SURFACES.soil, rng), rng);
    for (let i = 0; i < 9; i += 1) paintTree(canvas, rng(), 0.66 + 0.035 * i, 0.35 + 0.05 * i, rng);
  },
  highway(canvas, rng) {
    const horizon = 0.4 + 0.1 * rng();
    paintSky(canvas, horizon, rng);
    paintRect(canvas, [0, horizon, 1, 1], vary(pick([SURFACES.grass, SURFACES.wheat], rng), rng));
    const far = 0.4 + 0.2 * rng();
    paintTrapezoid(canvas, [horizon, far - 0.01, far + 0.01], [1, 0.05, 0.95], vary(SURFACES.asphalt, rng));
    paintLane(canvas, horizon, far, rng);
    for (let i = 1; i < 4; i += 1) paintCar(canvas, 0.2 + 0.4 * rng(), horizon + 0.13 * i, 0.05 * i, rng);
  },
  insidecity(canvas, rng) {
    paintSky(canvas, 0.3, rng);
    for (let left = -0.1 * rng(); left < 1;) {
      const width = 0.2 + 0.15 * rng();
      const wall = vary(pick([SURFACES.brick, SURFACES.plaster, SURFACES.concrete], rng), rng, 16);
      paintFront(canvas, [left, 0.05 + 0.25 * rng(), left + width, 0.82], wall, rng);
      left += width;
    }
    paintRect(canvas, [0, 0.82, 1, 1], vary(SURFACES.asphalt, rng));
    for (let i = 0; i < 3; i += 1) paintCar(canvas, rng(), 0.9 + 0.04 * i, 0.16, rng);
  },
  mountain(canvas, rng) {
    paintSky(canvas, 0.7, rng);
    const peaks = ridgeAt(canvas.size, 0.35, 0.12, 0.9, rng);
    paintBelow(canvas, peaks, SURFACES.snow);
    const snowline = ridgeAt(canvas.size, 0.35 + 0.1 * rng(), 0.02, 0.9, rng);
    const bare = peaks.map((y, x) => Math.max(y, snowline[x] ?? y));
    paintBelow(canvas, bare, vary(SURFACES.rock, rng));
    paintHills(canvas, 0.65, 0.06, vary(SURFACES.leaves, rng), rng);
    paintHills(canvas, 0.8, 0.04, vary(SURFACES.grass, rng), rng);
  },
  opencountry(canvas, rng) {
    paintSky(canvas, 0.5, rng);
    for (let y = 0.4; y < 1; y += 0.1 + 0.08 * rng()) {
      const field = pick([SURFACES.grass, SURFACES.wheat, SURFACES.grass, SURFACES.soil], rng);
      paintHills(canvas, y, 0.03, vary(field, rng), rng);
      if (rng() < 0.6) paintTree(canvas, rng(), y + 0.04, 0.1 + 0.15 * rng(), rng);
    }
  },
  street(canvas, rng) {
    paintSky(canvas, 0.6, rng);
    paintRect(canvas, [0, 0.6, 1, 1], vary(SURFACES.grass, rng));
    paintTrapezoid(canvas, [0.55, 0.48, 0.52], [1, 0.2, 0.8], vary(SURFACES.asphalt, rng));
    for (let i = 0; i < 4; i += 1) {
      const width = 0.1 + 0.06 * i;
      paintHouse(canvas, 0.34 - 0.13 * i - width * 0.5, 0.6 + 0.08 * i, width, rng);
      paintHouse(canvas, 0.58 + 0.13 * i, 0.6 + 0.08 * i, width, rng);
    }
    if (rng() < 0.7) paintTree(canvas, 0.1 + 0.1 * rng(), 0.95, 0.4, rng);
    paintCar(canvas, 0.4 + 0.15 * rng(), 0.85, 0.14, rng);
  },
  tallbuilding(canvas, rng) {
    paintSky(canvas, 0.9, rng);
    for (let i = 0; i < 5; i += 1) {
      const wall = vary(pick([SURFACES.glass, SURFACES.concrete, SURFACES.plaster], rng), rng, 16);
      const left = -0.1 + 0.9 * rng();
      paintFront(canvas, [left, 0.1 + 0.4 * rng(), left + 0.14 + 0.14 * rng(), 0.9], wall, rng);
    }
    paintRect(canvas, [0, 0.9, 1, 1], vary(pick([SURFACES.asphalt, SURFACES.grass], rng), rng));
  },
};

function paintBoat(canvas: Canvas, x: number, y: number, rng: Rng): void {
  const hull = plain(
    pick(
      [
        [170, 36, 32],
        [240, 240, 240],
        [36, 60, 120],
      ],
      rng,
    ),
  );
  paintTrapezoid(canvas, [y, x - 0.06, x + 0.06], [y + 0.03, x - 0.04, x + 0.04], hull);
  paintTrapezoid(canvas, [y - 0.14, x, x + 0.004], [y - 0.01, x, x + 0.05], plain([246, 244, 238]));
}

function paintLane(canvas: Canvas, horizon: number, far: number, rng: Rng): void {
  const paint = plain(rng() < 0.5 ? [236, 196, 60] : [238, 238, 234]);
  for (let t = 0.1; t < 1; t += 0.18) {
    const [y, next] = [horizon + (1 - horizon) * t * t, horizon + (1 - horizon) * (t + 0.09) ** 2];
    const x = far + (0.5 - far) * t * t;
    paintTrapezoid(canvas, [y, x - 0.008 * t, x + 0.008 * t], [next, x - 0.012 * t, x + 0.012 * t], paint);
  }
}

/** A rendered scene and its class. */
export interface Scene extends Picture {
  readonly category: string;
}

/**
 * Renders scene `index` of a seed, [size, size, 3]: it depends on nothing else, so asking for more scenes never
 * changes those before. Classes take turns. Colours follow surface, lightness and height in the picture.
 */
export function renderScene(seed: number, index: number, size: number): Scene {
  const turn = Object.entries(SCENES)[index % Object.keys(SCENES).length];
  if (turn === undefined) throw new Error(`scene: expected an index from 0, got ${index}`);
  const [category, paint] = turn;
  const rng = rngFrom('scene', seed, index);
  const offset = Math.floor(rng() * 2 ** 16);
  const rgb = new Uint8ClampedArray(size * size * 3);
  paint({ size, rgb, offset }, rng);
  return { category, width: size, height: size, rgb };
}
