import type { BenchResult } from '@tintype/network/bench';

import { markdownTable } from '../../src/report/sections/marked-section.ts';
import { SCORE_KEYS, titleOf, type VariantSummary } from './ablation.ts';
import type { ColourStatements } from './colour-statements.ts';
import type { Score } from './score-variant.ts';
import type { SmoothingChanges } from './smoothing-changes.ts';

const percent = (share: number) => `${Number((share * 100).toPrecision(2))} %`;
const HEAD = SCORE_KEYS.map(titleOf);

/** An AuC with a digit more than in reports, as variants differ by less than those show. */
function figures(values: VariantSummary['mean']): readonly string[] {
  return SCORE_KEYS.map((measure) => values[measure].toFixed(measure.startsWith('auc') ? 4 : 2));
}

export function describeColours({ bins, missing, hues }: ColourStatements, photos: number): string {
  const rows = [
    ['all categories', bins.all[10], bins.all[5]],
    ['forest alone', bins.forest[10], bins.forest[5]],
  ].map((row) => row.map(String));
  return `### How many bins do the photos use, and which colours does forest lack?

"When I'm using the whole dataset and a window size of 10 I use XX bins and it raises to XXX bins when the window size is 5": on ${photos} bundled photos of its classes, which are not the article's,

${markdownTable(['bins used', 'window 10', 'window 5'], rows)}

Forests leave ${missing.count} of the ${bins.all[10]} windows of 10 empty; those hold ${percent(missing.share)} of all pixels. By hue (sectors of 45°; grey is chroma below 10), share of the pixels:

${markdownTable(
  ['hue', 'all', 'forest', 'forest ÷ all'],
  hues.map(({ name, all, forest }) => [
    name,
    percent(all),
    percent(forest),
    all > 0 ? (forest / all).toFixed(2) : '–',
  ]),
)}

${pinkVerdict(hues)}`;
}

function pinkVerdict(hues: ColourStatements['hues']): string {
  const pink = hues.find(({ name }) => name === 'red-pink');
  if (pink === undefined) throw new Error('Internal error: expected a hue red-pink');
  const verdict = pink.forest < pink.all ? 'holds' : 'does **not** hold';
  return `That forests use "less pink-red colors" ${verdict} here: ${percent(pink.forest)} of their pixels beside ${percent(pink.all)}.`;
}

export function describeTemperature(scores: readonly Score[]): string {
  return `### What does T do to saturation?

The unchanged variant below, first seed, decoded at several temperatures:

${markdownTable(
  ['T', ...HEAD],
  scores.map((score) => [String(score.temperature), ...figures(score)]),
)}`;
}

export function describeSeeds(all: VariantSummary, forest: VariantSummary): string {
  const row = (where: string, { mean, spread, seeds }: VariantSummary) => [
    [`${where}, mean of ${seeds} seeds`, ...figures(mean)],
    [`${where}, highest − lowest`, ...figures(spread)],
  ];
  return `### Do the results vary "a bit" randomly?

Only the seed of the training differs (initial parameters, order and mirroring of the patches), not the photos held out:

${markdownTable(['', ...HEAD], [...row('all categories', all), ...row('forest alone', forest)])}

${
  forest.spread.aucBalanced > all.spread.aucBalanced
    ? 'The impression, gained on forests alone, holds: there seeds lie further apart than with all categories.'
    : 'Forests alone do not vary more than all categories here.'
}`;
}

export function describeSmoothing(
  { bins, rare, greatest, commonest, rareMass }: SmoothingChanges,
  [smoothed, raw]: readonly [VariantSummary, VariantSummary],
): string {
  const row = (name: string, pair: { readonly raw: number; readonly smoothed: number }) => [
    name,
    pair.raw.toFixed(3),
    pair.smoothed.toFixed(3),
    (pair.smoothed / pair.raw).toFixed(3),
  ];
  const moved = (measure: 'aucBalanced' | 'aucByPrior') =>
    `the ${titleOf(measure)} moves by ${signed(smoothed.mean[measure] - raw.mean[measure])} (seeds alone: ${smoothed.spread[measure].toFixed(4)})`;
  return `### What does the Gaussian smoothing change, which the author skipped?

It moves mass to rare bins (the rarer half of the ${bins} bins gets ${rareMass.toFixed(1)} times as much) and so changes weights (λ = .5):

${markdownTable(
  ['weight', 'raw prior', 'smoothed', 'smoothed ÷ raw'],
  [row('rarer half of the bins, median', rare), row('greatest', greatest), row('commonest bin', commonest)],
)}

Trained with smoothing instead of without, ${moved('aucBalanced')}, and ${moved('aucByPrior')}.`;
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(4)}`;
}

export function describeAblation(
  summaries: readonly VariantSummary[],
  {
    epochs,
    temperature,
    backEnd,
  }: { readonly epochs: number; readonly temperature: number; readonly backEnd: string },
): string {
  return `### Ablation at equal budget

Each variant changes one setting of those that a recipe has which names none (λ = .5, no average of the parameters) and trains for ${epochs} epochs on the same patches with the same network but for its last layer (${backEnd}); decoded at T = ${temperature}. The balanced AuC weighs by how common a colour is in all photos (window 10, smoothed as widely as so few photos ask for), as the reports do; the one by the prior weighs by the smoothed prior of the training photos (σ = 5), as Zhang et al. do. Where a variant has several seeds, their mean stands here.

${markdownTable(
  ['variant', 'seeds', ...HEAD],
  summaries.map(({ name, seeds, mean }) => [name, String(seeds), ...figures(mean)]),
)}`;
}

export function describeDirections(results: readonly BenchResult[]): string {
  return `### Do the directions of the literature hold?

Differences between the means of the table above, T = 0.38; how far seeds alone move a figure stands further above.

${markdownTable(
  ['expectation', 'measured', 'holds'],
  results.map(({ metric, value, holds }) => [metric, signed(value), holds === true ? 'yes' : '**no**']),
)}`;
}
