import type { Rng } from '@tintype/colour';

import {
  type Canvas,
  type Material,
  paintBelow,
  paintEllipse,
  paintRect,
  paintTrapezoid,
  type Rgb,
} from './scene-canvas.ts';

/** Surfaces, each with a colour and a grain of its own: what a network can learn to tell apart by lightness. */
export const SURFACES = {
  grass: { far: [132, 152, 84], near: [74, 112, 40], grain: 24, stretch: [0, 2] },
  wheat: { far: [214, 190, 116], near: [196, 158, 66], grain: 18, stretch: [0, 3] },
  leaves: { far: [84, 122, 56], near: [30, 62, 24], grain: 34, stretch: [1, 1] },
  bark: { far: [104, 78, 54], near: [70, 50, 34], grain: 16, stretch: [0, 4] },
  soil: { far: [128, 100, 70], near: [92, 68, 46], grain: 20, stretch: [1, 0] },
  sea: { far: [92, 140, 172], near: [20, 84, 118], grain: 14, stretch: [4, 0] },
  sand: { far: [226, 204, 158], near: [206, 176, 122], grain: 8, stretch: [0, 0] },
  asphalt: { far: [138, 138, 140], near: [78, 78, 82], grain: 10, stretch: [0, 0] },
  rock: { far: [136, 138, 160], near: [104, 100, 104], grain: 26, stretch: [2, 1] },
  snow: { far: [250, 251, 255], near: [222, 230, 242], grain: 4, stretch: [2, 2] },
  brick: { far: [172, 92, 70], near: [150, 72, 54], grain: 20, stretch: [2, 1] },
  plaster: { far: [222, 200, 164], near: [206, 180, 142], grain: 4, stretch: [3, 3] },
  concrete: { far: [184, 180, 172], near: [150, 146, 138], grain: 7, stretch: [1, 3] },
  glass: { far: [150, 186, 210], near: [76, 116, 148], grain: 12, stretch: [3, 4] },
  tiles: { far: [184, 84, 52], near: [156, 62, 40], grain: 22, stretch: [1, 0] },
  cloud: { far: [252, 252, 252], near: [224, 228, 234], grain: 3, stretch: [3, 2] },
  window: { far: [60, 72, 88], near: [44, 52, 64], grain: 8, stretch: [1, 2] },
} as const satisfies Readonly<Record<string, Material>>;

/** A surface as it looks in one scene: all its channels lighter or darker, each a little off. */
export function vary(material: Material, rng: Rng, amount = 12): Material {
  const light = (rng() - 0.5) * 2 * amount;
  const shift = [0, 1, 2].map(() => light + (rng() - 0.5) * amount);
  const move = ([red, green, blue]: Rgb): Rgb => [
    red + (shift[0] ?? 0),
    green + (shift[1] ?? 0),
    blue + (shift[2] ?? 0),
  ];
  return { ...material, far: move(material.far), near: move(material.near) };
}

export function plain(colour: Rgb, grain = 2): Material {
  return { far: colour, near: colour, grain, stretch: [1, 1] };
}

const SKIES: readonly (readonly [above: Rgb, horizon: Rgb])[] = [
  [
    [74, 132, 206],
    [196, 218, 236],
  ],
  [
    [52, 104, 182],
    [174, 204, 234],
  ],
  [
    [110, 156, 210],
    [222, 228, 230],
  ],
  [
    [116, 116, 168],
    [246, 180, 116],
  ], // evening
  [
    [176, 182, 190],
    [214, 216, 218],
  ], // overcast
];

/** Sky down to the horizon with a few clouds, and on some days the sun. */
export function paintSky(canvas: Canvas, horizon: number, rng: Rng): void {
  const [above, below] = pick(SKIES, rng);
  const sky = vary({ far: above, near: below, grain: 2, stretch: [4, 2] }, rng, 8);
  paintRect(canvas, [0, 0, 1, horizon], sky);
  if (rng() < 0.3)
    paintEllipse(canvas, [rng(), horizon * (0.2 + 0.5 * rng()), 0.04, 0.04], plain([255, 242, 196]));
  for (let clouds = Math.floor(rng() * 4); clouds > 0; clouds -= 1) {
    const [x, y, wide] = [rng(), horizon * (0.1 + 0.6 * rng()), 0.06 + 0.12 * rng()];
    paintEllipse(canvas, [x, y, wide, wide * 0.3], SURFACES.cloud);
    paintEllipse(canvas, [x + wide * 0.5, y - wide * 0.15, wide * 0.6, wide * 0.3], SURFACES.cloud);
  }
}

/** A ridge around height `y` with hills of `rise`, as the sum of waves; `rough` adds crags. */
export function ridgeAt(size: number, y: number, rise: number, rough: number, rng: Rng): Float32Array {
  const waves = [1, 2, 3, 5, 9, 17, 31].map((count, i) => ({
    pace: (count * Math.PI * 2 * (0.6 + 0.8 * rng())) / size,
    phase: rng() * Math.PI * 2,
    height: (i < 3 ? rise : rise * rough) / count,
  }));
  return Float32Array.from({ length: size }, (_, x) =>
    waves.reduce((sum, { pace, phase, height }) => sum + height * Math.sin(x * pace + phase), y),
  );
}

export function paintHills(canvas: Canvas, y: number, rise: number, material: Material, rng: Rng): void {
  paintBelow(canvas, ridgeAt(canvas.size, y, rise, 0.1, rng), material);
}

/** A tree that stands at (x, foot): a trunk and a crown of three clumps. */
export function paintTree(canvas: Canvas, x: number, foot: number, height: number, rng: Rng): void {
  const wide = height * 0.05;
  paintRect(canvas, [x - wide, foot - height * 0.5, x + wide, foot], vary(SURFACES.bark, rng));
  const leaves = vary(SURFACES.leaves, rng, 18);
  for (let clump = 0; clump < 3; clump += 1) {
    const [dx, dy] = [(rng() - 0.5) * height * 0.3, (rng() - 0.5) * height * 0.2];
    paintEllipse(canvas, [x + dx, foot - height * 0.68 + dy, height * 0.24, height * 0.3], leaves);
  }
}

/** A flat front with rows of windows. */
export function paintFront(
  canvas: Canvas,
  [left, top, right, bottom]: readonly [number, number, number, number],
  wall: Material,
  rng: Rng,
): void {
  paintRect(canvas, [left, top, right, bottom], wall);
  const step = 0.05 + 0.02 * rng();
  const pane = vary(SURFACES.window, rng);
  for (let y = top + step * 0.4; y + step * 0.5 < bottom; y += step) {
    for (let x = left + step * 0.3; x + step * 0.5 < right; x += step * 0.9) {
      paintRect(canvas, [x, y, x + step * 0.4, y + step * 0.5], pane);
    }
  }
}

/** A house with a tiled roof, standing at `foot`. */
export function paintHouse(canvas: Canvas, x: number, foot: number, width: number, rng: Rng): void {
  const top = foot - width * (0.6 + 0.5 * rng());
  const wall = vary(rng() < 0.6 ? SURFACES.plaster : SURFACES.brick, rng, 14);
  paintFront(canvas, [x, top, x + width, foot], wall, rng);
  const roof = [top - width * 0.4, x + width * 0.45, x + width * 0.55] as const;
  paintTrapezoid(canvas, roof, [top, x - width * 0.06, x + width * 1.06], vary(SURFACES.tiles, rng));
}

const PAINTS: readonly Rgb[] = [
  [186, 32, 30],
  [30, 66, 150],
  [232, 232, 230],
  [34, 36, 40],
  [228, 178, 40],
];

/** Something small and man-made, seen from behind: a car. */
export function paintCar(canvas: Canvas, x: number, foot: number, width: number, rng: Rng): void {
  const paint = plain(pick(PAINTS, rng));
  paintRect(canvas, [x, foot - width * 0.45, x + width, foot - width * 0.08], paint);
  paintRect(
    canvas,
    [x + width * 0.18, foot - width * 0.7, x + width * 0.82, foot - width * 0.42],
    SURFACES.window,
  );
  for (const wheel of [0.2, 0.8]) {
    paintEllipse(
      canvas,
      [x + width * wheel, foot - width * 0.08, width * 0.1, width * 0.1],
      plain([26, 26, 28]),
    );
  }
}

export function pick<T>(choices: readonly T[], rng: Rng): T {
  const choice = choices[Math.floor(rng() * choices.length)];
  if (choice === undefined) throw new Error('Internal error: expected something to pick from, got nothing');
  return choice;
}
