import { type AbPlane, abPlane } from '@tintype/charts';
import { AB_CELLS, AB_MIN, binCount, gamutFromCounts } from '@tintype/colour';

import { totalUsage, type Usage } from '../../src/prior/colour-usage.ts';

/** Chroma below which a colour counts as grey, ab units. */
const GREY = 10;

export interface ColourStatements {
  /** Bins that the photos use. */
  readonly bins: Readonly<Record<'all' | 'forest', { readonly 10: number; readonly 5: number }>>;
  /** Windows of 10 units that all photos use and forests do not, and the share of all pixels in them. */
  readonly missing: { readonly count: number; readonly share: number };
  /** Share of pixels by hue, grey apart; hues in sectors round the ab plane. */
  readonly hues: readonly { readonly name: string; readonly all: number; readonly forest: number }[];
}

const HUES = ['red-pink', 'orange', 'yellow', 'yellow-green', 'green', 'cyan', 'blue', 'violet-magenta'];

export function stateColours(usage: Usage): ColourStatements {
  const [all, forest] = [totalUsage(usage), forestOf(usage)];
  const bins = (counts: Float64Array) => ({
    10: binCount(gamutFromCounts(counts, 10)),
    5: binCount(gamutFromCounts(counts, 5)),
  });
  const [allHues, forestHues] = [hueShares(all), hueShares(forest)];
  return {
    bins: { all: bins(all), forest: bins(forest) },
    missing: missingWindows(all, forest),
    hues: ['grey', ...HUES].map((name, i) => ({
      name,
      all: allHues[i] ?? 0,
      forest: forestHues[i] ?? 0,
    })),
  };
}

function forestOf(usage: Usage): Float64Array {
  const counts = usage.get('forest');
  if (counts === undefined)
    throw new Error(`expected photos of the class forest, got ${[...usage.keys()].join(', ')}`);
  return Float64Array.from(counts);
}

/** Shares of grey and of the hues in `HUES`, each 45° wide and centred at 0°, 45°, … */
function hueShares(counts: Float64Array): Float64Array {
  const shares = new Float64Array(1 + HUES.length);
  const total = counts.reduce((sum, count) => sum + count, 0);
  counts.forEach((count, cell) => {
    const { a, b } = centreOf(cell);
    const sector = Math.round(Math.atan2(b, a) / (Math.PI / 4) + HUES.length) % HUES.length;
    const place = Math.hypot(a, b) < GREY ? 0 : 1 + sector;
    shares[place] = (shares[place] ?? 0) + count / total;
  });
  return shares;
}

function missingWindows(all: Float64Array, forest: Float64Array) {
  const [used, usedByForest] = [windowShares(all, 10), windowShares(forest, 10)];
  const missing = [...used].filter(([place]) => !usedByForest.has(place));
  return { count: missing.length, share: missing.reduce((sum, [, share]) => sum + share, 0) };
}

/** Share of the pixels in each window that holds any, by "a b" of its centre. */
function windowShares(counts: Float64Array, window: number): ReadonlyMap<string, number> {
  const shares = new Map<string, number>();
  const total = counts.reduce((sum, count) => sum + count, 0);
  counts.forEach((count, cell) => {
    if (count === 0) return;
    const { a, b } = centreOf(cell);
    const middle = (value: number) => (Math.floor(value / window) + 0.5) * window;
    const place = `${middle(a)} ${middle(b)}`;
    shares.set(place, (shares.get(place) ?? 0) + count / total);
  });
  return shares;
}

function centreOf(cell: number): { readonly a: number; readonly b: number } {
  return { a: Math.floor(cell / AB_CELLS) + AB_MIN + 0.5, b: (cell % AB_CELLS) + AB_MIN + 0.5 };
}

const WINDOW = 5;
const PANEL = 340;

/** The planes of all photos and of forests, and where forests have more or fewer pixels, side by side. */
export function drawUsage(usage: Usage): string {
  const shares = {
    all: windowShares(totalUsage(usage), WINDOW),
    forest: windowShares(forestOf(usage), WINDOW),
  };
  const panels = [
    usagePlane('All photos', shares.all),
    usagePlane('Forests', shares.forest),
    differencePlane(shares.all, shares.forest),
  ];
  const placed = panels.map((svg, i) => svg.replace('<svg ', `<svg x="${i * PANEL}" y="0" `));
  const width = PANEL * panels.length;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} 400" width="${width}" height="400">${placed.join('')}</svg>`;
}

function usagePlane(title: string, shares: ReadonlyMap<string, number>): string {
  const format = (share: number) => `${Number((share * 100).toPrecision(1))} %`;
  return plane(title, shares, { kind: 'intensity', format, unit: 'of pixels' });
}

/** Blue where forests have a smaller share of the pixels than all photos, orange where a larger one. */
function differencePlane(all: ReadonlyMap<string, number>, forest: ReadonlyMap<string, number>): string {
  const of = (a: number, b: number) => {
    const place = `${a} ${b}`;
    const ratio = Math.log2((forest.get(place) ?? 0) / (all.get(place) ?? 0));
    const depth = Math.round(20 + 60 * Math.min(1, Math.abs(ratio) / 4));
    const [strong, paper] = ratio < 0 ? ['#0072b2', depth] : ['#d55e00', depth];
    return mixed(strong, paper / 100);
  };
  return plane('Forests have more (orange), fewer (blue)', all, { kind: 'colour', of });
}

function mixed(colour: string, share: number): string {
  const channel = (at: number) =>
    Math.round(255 + (Number.parseInt(colour.slice(at, at + 2), 16) - 255) * share);
  return `rgb(${channel(1)},${channel(3)},${channel(5)})`;
}

function plane(title: string, shares: ReadonlyMap<string, number>, paint: AbPlane['paint']): string {
  const cells = [...shares].map(([place, value]) => {
    const [a = 0, b = 0] = place.split(' ').map(Number);
    return { a, b, value };
  });
  return abPlane({ title, description: title, cells, cellSize: WINDOW, paint, width: PANEL });
}
