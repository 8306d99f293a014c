import {
  chartFigure,
  counted,
  decimals,
  grouped,
  html,
  reproductionSection,
  type Section,
} from '@tintype/report';

import { claimsTable } from './claims-table.ts';
import { conclude } from './conclude.ts';
import { functionsChart } from './functions-chart.ts';
import { meanOf } from './paired-test.ts';
import { resultsTable } from './results-table.ts';
import {
  accuracyChart,
  curveChart,
  CURVES,
  layersNamed,
  preActivationsChart,
  timeChart,
} from './review-charts.ts';
import { type ReviewData } from './review-data.ts';
import { type Group, samplingError } from './summarise.ts';

/** All sections of the report in the order of reading. */
export function sectionsOf(data: ReviewData, groups: readonly Group[]): readonly Section[] {
  return [
    resultsSection(data, groups),
    claimsSection(groups),
    curvesSection(data, groups),
    functionsSection(data),
    unitsSection(groups),
    timeSection(groups),
    reproductionSection(data.facts),
  ];
}

function resultsSection({ facts }: ReviewData, groups: readonly Group[]): Section {
  return {
    id: 'results',
    title: 'Results',
    lead: html`${conclude(groups, facts.pictures.test).map((sentence) => html`${sentence} `)}`,
    body: html`<div class="wide">${chartFigure(accuracyChart(groups))}</div>
      ${resultsTable(groups)}
      <p>
        ${counted(facts.pictures.test, 'test picture')} that no network saw in training, after
        ${counted(facts.epochs, 'epoch')}. Networks of one seed start from the same kernels and see the
        pictures in the same order, so that differences to ReLU are taken seed by seed: Student’s paired
        t-test. The 95 % interval is each difference’s own and not corrected. p is corrected after Holm for
        the comparisons within each half of the table, and a difference is called clear when this p is below
        0.05. An interval can thus exclude zero where the difference is not clear. Intervals and p are about
        other seeds; other test pictures would move all networks, and each of them by some
        ${decimals(100 * samplingError(groups, facts.pictures.test), 2)} points.
      </p>`,
  };
}

function claimsSection(groups: readonly Group[]): Section {
  return {
    id: 'claims',
    title: 'The article’s statements',
    lead: 'The article draws them from one run of each network. A difference counts here as clear when its p is below 0.05 after Holm’s correction for the comparisons with the activation in question. A statement that the clear differences neither confirm nor refute is undecided.',
    body: claimsTable(groups),
  };
}

function curvesSection({ facts }: ReviewData, groups: readonly Group[]): Section {
  const band = facts.seeds.length > 1 ? ' The band reaches from the least to the most of the seeds.' : '';
  return {
    id: 'curves',
    title: 'Training',
    lead: `Measured after each epoch with the network as in use, on ${grouped(facts.pictures.validation)} validation pictures and on the first ${grouped(facts.measured)} training pictures.${band}`,
    body: html`<div class="charts pairs">
      ${CURVES.flatMap((curve) => conditionsOf(groups).map((own) => chartFigure(curveChart(own, curve))))}
    </div>`,
  };
}

function functionsSection({ facts }: ReviewData): Section {
  return {
    id: 'functions',
    title: 'The functions',
    lead: 'For positive x all are the identity. They differ in what they make of negative x.',
    body: html`<div class="charts pairs">
      ${chartFigure(functionsChart(facts.activations, 'value'), FUNCTIONS_NOTE)}
      ${chartFigure(functionsChart(facts.activations, 'derivative'))}
    </div>`,
  };
}

const FUNCTIONS_NOTE =
  'RReLU as in use, by the mean of its bounds; the band is what its draws reach in training. PReLU as it starts.';

function unitsSection(groups: readonly Group[]): Section {
  const layers = [
    ...new Set(
      groups.flatMap(({ results }) => results.flatMap((one) => one.layers.map(({ layer }) => layer))),
    ),
  ];
  const charts = (draw: (own: readonly Group[], layer: string) => string) =>
    layers.flatMap((layer) => conditionsOf(groups).map((own) => chartFigure(draw(own, layer))));
  return {
    id: 'units',
    title: 'Inside the networks',
    lead: 'What the units are given before their activation, by the validation pictures after the last epoch. A unit is dead when no picture gives it anything above 0: ReLU then answers 0 to everything and learns no more, while the others still answer and learn.',
    body: html`<div class="charts pairs">${charts(preActivationsChart)}</div>
      <h3>Dead units, %</h3>
      ${deadTable(groups, layers)}`,
  };
}

/** Mean share over the seeds. */
function deadTable(groups: readonly Group[], layers: readonly string[]) {
  const shareIn = (group: Group, layer: string) =>
    meanOf(layersNamed(group, layer).map(({ dead, units }) => dead / units));
  return html`<div class="scroll">
    <table>
      <thead>
        <tr>
          ${['activation', 'batch norm', ...layers].map((name) => html`<th scope="col">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${groups.map(
          (group) =>
            html`<tr>
              <th scope="row">${group.name}</th>
              <td>${group.batchNorm ? 'yes' : 'no'}</td>
              ${layers.map((layer) => html`<td>${decimals(100 * shareIn(group, layer), 2)}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function timeSection(groups: readonly Group[]): Section {
  return {
    id: 'time',
    title: 'Time',
    lead: 'What the steps of an epoch took on this machine, several networks side by side: the one part of this report that another run will not repeat.',
    body: html`<div class="charts">${chartFigure(timeChart(groups))}</div>`,
  };
}

/** The groups without and those with normalisation. */
function conditionsOf(groups: readonly Group[]): readonly (readonly Group[])[] {
  return [false, true]
    .map((batchNorm) => groups.filter((group) => group.batchNorm === batchNorm))
    .filter((own) => own.length > 0);
}
