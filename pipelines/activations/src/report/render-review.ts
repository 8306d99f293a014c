import {
  counted,
  grouped,
  type Html,
  html,
  pagePolicy,
  renderPage,
  type Section,
  sectionMarkup,
} from '@tintype/report';
import { base64Sha256 } from '@tintype/store';

import { listed } from './claims.ts';
import { functionsChart } from './functions-chart.ts';
import { accuracyChart, curveChart, CURVES } from './review-charts.ts';
import type { ReviewData } from './review-data.ts';
import { sectionsOf } from './sections.ts';
import type { Group } from './summarise.ts';

/** The review as one HTML document that needs no network and no script. */
export function renderReview(data: ReviewData, groups: readonly Group[]): string {
  const sections = sectionsOf(data, groups);
  return renderPage({
    title: `Tintype: activation functions, recipe ${data.facts.recipe.name}`,
    policy: pagePolicy({ hash: base64Sha256 }),
    body: html`${header(data, groups, sections)}
      <main>${sections.map(sectionMarkup)}</main>`,
  });
}

function header({ facts }: ReviewData, groups: readonly Group[], sections: readonly Section[]): Html {
  const names = [...new Set(groups.map(({ name }) => name))];
  return html`<header>
    <p class="brand">Tintype <span>activation functions, recipe ${facts.recipe.name}</span></p>
    <h1>Does the activation function matter?</h1>
    <p class="lead">
      ${listed(names)}, ${facts.batchNorm.length > 1 ? 'each without and with batch normalisation,' : ''} in
      the same network on the same pictures, ${counted(facts.seeds.length, 'time')} each from another seed.
    </p>
    <dl class="facts">
      ${parseFacts(facts).map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
    <nav aria-label="Sections">${sections.map(({ id, title }) => html`<a href="#${id}">${title}</a> `)}</nav>
  </header>`;
}

function parseFacts(facts: ReviewData['facts']): readonly (readonly [name: string, value: string])[] {
  const { train, validation, test } = facts.pictures;
  return [
    ['training pictures', grouped(train)],
    ['validation, test', `${grouped(validation)}, ${grouped(test)}`],
    ['network', facts.network],
    ['epochs', grouped(facts.epochs)],
    ['pictures per step', grouped(facts.batch)],
    ['Adam’s learning rate', String(facts.learningRate)],
    ['networks trained', grouped(facts.cells.length)],
    ['back end', facts.backEnds.join('; ')],
  ];
}

/** The charts that are worth a file of their own, as SVG documents by file name without its ending. */
export function reviewCharts(
  { facts }: ReviewData,
  groups: readonly Group[],
): Readonly<Record<string, string>> {
  const conditions = facts.batchNorm.map((batchNorm) => ({
    ending: batchNorm ? 'normalised' : 'plain',
    own: groups.filter((group) => group.batchNorm === batchNorm),
  }));
  const curves = conditions.flatMap(({ ending, own }) =>
    CURVES.map((curve) => [`${fileName(curve.title)}-${ending}`, curveChart(own, curve)] as const),
  );
  return {
    accuracy: accuracyChart(groups),
    functions: functionsChart(facts.activations, 'value'),
    derivatives: functionsChart(facts.activations, 'derivative'),
    ...Object.fromEntries(curves),
  };
}

function fileName(title: string): string {
  return title.toLowerCase().replace(' ', '-');
}
