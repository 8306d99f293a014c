import { type AbCell } from './ab-cells.ts';
import { type Attributes } from './svg.ts';

/** Cells that are painted alike, and how. */
export interface Layer {
  readonly cells: readonly AbCell[];
  readonly attributes: Attributes;
}

export interface LogLevels {
  readonly low: number;
  readonly high: number;
  readonly opacities: readonly number[];
}

const LEVELS = 10;
const FAINTEST = 0.1; // a single pixel can still be seen on its paper

/** The range of the positive values, and the opacities of its ten steps, equal in the logarithm. */
export function logLevels(cells: readonly AbCell[]): LogLevels {
  let low = Infinity;
  let high = -Infinity;
  for (const { value } of cells) {
    if (!(value > 0)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const opacities = Array.from({ length: LEVELS }, (_, i) => FAINTEST + ((1 - FAINTEST) * i) / (LEVELS - 1));
  return low > high ? { low: 1, high: 1, opacities } : { low, high, opacities };
}

/** Layers from faint to full by the logarithm of the value; one ink, so they read on light and on dark paper. */
export function intensityLayers(cells: readonly AbCell[]): Layer[] {
  const { low, high, opacities } = logLevels(cells);
  const span = Math.log(high / low);
  const layers = opacities.map((): AbCell[] => []);
  for (const cell of cells) {
    if (!(cell.value > 0)) continue;
    const share = span === 0 ? 1 : Math.log(cell.value / low) / span;
    layers[Math.min(LEVELS - 1, Math.floor(share * LEVELS))]?.push(cell);
  }
  return layers
    .map((layer, i) => ({ cells: layer, attributes: { class: 'tt-heat', opacity: opacities[i] } }))
    .filter((layer) => layer.cells.length > 0);
}

/** One layer per CSS colour, in the order of first appearance. */
export function colourLayers(cells: readonly AbCell[], colourOf: (a: number, b: number) => string): Layer[] {
  const byColour = new Map<string, AbCell[]>();
  for (const cell of cells) {
    const fill = colourOf(cell.a, cell.b);
    const layer = byColour.get(fill);
    if (layer === undefined) byColour.set(fill, [cell]);
    else layer.push(cell);
  }
  return [...byColour].map(([fill, layer]) => ({ cells: layer, attributes: { fill } }));
}
