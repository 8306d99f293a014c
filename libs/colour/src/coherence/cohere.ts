import { type Lattice, openGuidedFilter } from './guided-filter.ts';

/** Windows reach so far, of the shorter side: a lattice of 64 × 64 cells has the radius 8. */
const REACH = 1 / 8;
/** (5 L)²: steps of lightness well above 5 L are edges that colours keep to. */
const EPSILON = 25;

/**
 * Colours that agree with their neighbours: those of a lattice, moved by `coherence` (0: not at all, 1: wholly) towards
 * what the guided filter makes of them along the edges of the lightness. Cells of one surface agree on a colour, which
 * does not cross its outline. Filter and annealed mean are both linear in the annealed distributions, so filtering the
 * ab that they decode to is filtering them. lightness [down, across], L 0..100 → [down, across, channels]
 */
export function cohere(lattice: Lattice, lightness: Float32Array, coherence: number): Float32Array {
  return cohereWith(lattice, lightness, coherence)(lattice.values);
}

/** `cohere` with one lightness, which must not change, for the values of many lattices like the one given. */
export function cohereWith(
  { across, down, channels }: Omit<Lattice, 'values'>,
  lightness: Float32Array,
  coherence: number,
): (values: Float32Array) => Float32Array {
  if (!(coherence >= 0 && coherence <= 1))
    throw new RangeError(`cohere: coherence: expected a number in 0..1, got ${coherence}`);
  if (coherence === 0) return (values) => values;
  const radius = Math.max(1, Math.round(REACH * Math.min(across, down)));
  const filter = openGuidedFilter(lightness, { radius, epsilon: EPSILON });
  return (values) => {
    const filtered = filter({ values, across, down, channels });
    for (let i = 0; i < values.length; i++) filtered[i] = values[i] + coherence * (filtered[i] - values[i]);
    return filtered;
  };
}
