import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';

import { svgToPng } from '@tintype/images';
import { report } from '@tintype/network/bench';
import { priorTable } from '@tintype/records';

import { writeSection } from '../src/report/sections/marked-section.ts';
import { directionResults, type ScoredVariant, summarise, summaryNamed } from './article/ablation.ts';
import { drawUsage, stateColours } from './article/colour-statements.ts';
import {
  describeAblation,
  describeColours,
  describeDirections,
  describeSeeds,
  describeSmoothing,
  describeTemperature,
} from './article/describe.ts';
import { openRun, type RunArtefacts } from './article/run-artefacts.ts';
import { scoreVariant, yardsticksOf } from './article/score-variant.ts';
import { smoothingChanges } from './article/smoothing-changes.ts';
import { derivePrior, trainVariant, type Variant } from './article/train-variant.ts';

/**
 * Answers the article's statements with numbers: bins used, colours of forests, T, seeds, smoothing, and an ablation
 * at equal budget, on the artefacts of the recipes article (on the bundled photos) and forest, which must have been run. `--readme` puts the
 * answers between the marks of a Markdown file, `--png` draws the colours used.
 */
const { values: options } = parseArgs({
  options: {
    json: { type: 'string' },
    png: { type: 'string' },
    readme: { type: 'string' },
    epochs: { type: 'string', default: '2' },
    seeds: { type: 'string', default: '5' },
    rivalSeeds: { type: 'string', default: '2' },
  },
});
const TEMPERATURES = [0.01, 0.2, 0.38, 0.7, 1];
const TEMPERATURE = 0.38;
const EPOCHS = Number(options.epochs);

const BASE: Variant = { name: 'unchanged (λ = .5, window 10, smoothed, 5 nearest)' };
const UNIFORM: Variant = { name: 'λ = 1, no rebalancing', prior: { lambda: 1 } };
const RAW: Variant = { name: 'prior not smoothed', prior: { smoothing: null } };
const ONCE: readonly Variant[] = [
  { name: 'λ = 0', prior: { lambda: 0 } },
  { name: 'window 5', prior: { window: 5 } },
  { name: 'the 313 bins of Zhang et al.', prior: { gamut: 'hull' } },
  { name: 'hard targets', train: { neighbours: 1 } },
  { name: "the article's stencil", train: { targets: 'stencil' } },
];
/** Forests are an eighth of the photos: they get as many more epochs, within reason. */
const FOREST: Variant = { name: 'forest alone', train: { epochs: EPOCHS * 5 } };

const [all, forest] = [await openRun('article'), await openRun('forest')];
const yardsticks = yardsticksOf(await derivePrior(all, BASE));
let backEnd = '';

const base = await scoreSeeds(all, BASE, Number(options.seeds));
const forests = await scoreSeeds(forest, FOREST, Number(options.seeds));
const rivals: ScoredVariant[] = [];
for (const variant of [UNIFORM, RAW])
  rivals.push(...(await scoreSeeds(all, variant, Number(options.rivalSeeds))));
for (const variant of ONCE) rivals.push(...(await scoreSeeds(all, variant, 1)));

const summaries = summarise([...base, ...rivals], TEMPERATURE);
const byTemperature = base[0]?.scores ?? [];
const directions = directionResults(summaries, { half: BASE.name, one: UNIFORM.name }, byTemperature);
await report(directions, options.json);
if (options.png !== undefined) await writeFile(options.png, await svgToPng(drawUsage(all.usage), 1530));
const answers = await describeAll();
if (options.readme === undefined) process.stdout.write(`${answers}\n`);
else await writeSection(options.readme, 'article', answers);

async function scoreSeeds(run: RunArtefacts, variant: Variant, seeds: number): Promise<ScoredVariant[]> {
  const scored: ScoredVariant[] = [];
  for (let seed = 1; seed <= seeds; seed++) {
    const settings = { backEnd: 'auto', epochs: EPOCHS, ...variant.train, seed };
    const trained = await trainVariant(run, { ...variant, train: settings });
    backEnd = trained.backEnd;
    const temperatures = variant === BASE && seed === 1 ? TEMPERATURES : [TEMPERATURE];
    const scores = await scoreVariant(trained, run.heldOut, yardsticks, temperatures);
    scored.push({ variant, seed, scores });
    const balanced = scores.find(({ temperature }) => temperature === TEMPERATURE)?.aucBalanced.toFixed(4);
    process.stderr.write(`${variant.name}, seed ${seed}: balanced AuC ${balanced}\n`);
  }
  return scored;
}

async function describeAll(): Promise<string> {
  const named = ({ name }: Variant) => summaryNamed(summaries, name);
  const [raw, smoothed] = [await derivePrior(all, RAW), await derivePrior(all, BASE)];
  const changes = smoothingChanges(priorTable.decode(raw.prior), priorTable.decode(smoothed.prior));
  const [forestSummary] = summarise(forests, TEMPERATURE);
  if (forestSummary === undefined) throw new Error('Internal error: expected forests to have been scored');
  return [
    describeColours(stateColours(all.usage), all.photos),
    '![Colours used by all photos, by forests, and the difference](colours-forest.png)',
    describeTemperature(byTemperature),
    describeSeeds(named(BASE), forestSummary),
    describeSmoothing(changes, [named(BASE), named(RAW)]),
    describeAblation(summaries, { epochs: EPOCHS, temperature: TEMPERATURE, backEnd }),
    describeDirections(directions),
  ].join('\n\n');
}
