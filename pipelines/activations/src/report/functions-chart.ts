import { lineChart } from '@tintype/charts';
import { activationAt } from '@tintype/network';
import { CHART_SIZE } from '@tintype/report';

import { activationOf, nameOf, type ReviewedActivation } from '../train/review-cells.ts';

const DRAWN = { from: -3, to: 1.5, step: 0.025 } as const;

/** The activations, or their derivatives, as they are in use; RReLU with the band of its draws. */
export function functionsChart(
  activations: readonly ReviewedActivation[],
  what: 'value' | 'derivative',
): string {
  const count = Math.round((DRAWN.to - DRAWN.from) / DRAWN.step) + 1;
  const places = Array.from({ length: count }, (_, i) => DRAWN.from + i * DRAWN.step);
  return lineChart({
    title: what === 'value' ? 'The activations' : 'Their derivatives',
    xLabel: 'x',
    yLabel: what === 'value' ? 'f(x)' : 'f′(x)',
    names: 'legend',
    ...CHART_SIZE,
    series: activations.map((activation) => ({
      name: nameOf(activation),
      points: places.map((x) => ({ x, y: activationAt(activationOf({ activation, seed: 0 }), x)[what] })),
      ...(activation.kind === 'rrelu' && { band: drawsOf(activation, places, what) }),
    })),
  });
}

/** From the least to the most that a draw can make of x. */
function drawsOf(
  { lower, upper, form }: Extract<ReviewedActivation, { kind: 'rrelu' }>,
  places: readonly number[],
  what: 'value' | 'derivative',
) {
  const slopes = form === 'divide' ? [1 / upper, 1 / lower] : [lower, upper];
  return places
    .filter((x) => x <= 0)
    .map((x) => {
      const ends = slopes.map((slope) => (what === 'value' ? slope * x : slope));
      return { x, low: Math.min(...ends), high: Math.max(...ends) };
    });
}
