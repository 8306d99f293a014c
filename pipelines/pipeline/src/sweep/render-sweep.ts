import { dotPlot } from '@tintype/charts';
import { MEASURES } from '@tintype/colour';
import { chartFigure, decimals, type Html, html, pagePolicy, renderPage } from '@tintype/report';
import { base64Sha256 } from '@tintype/store';

import type { SweepResult } from './sweep-results.ts';
import { describeResults, showSetting } from './sweep-table.ts';

/** The combinations of a sweep as one HTML document that needs no network and no script. */
export function renderSweep(recipe: string, results: readonly SweepResult[]): string {
  const title = `Combinations of ${recipe}`;
  return renderPage({
    title: `Tintype: ${title}`,
    policy: pagePolicy({ hash: base64Sha256 }),
    body: html`<h1>${title}</h1>
      ${chartMarkup(results)} ${tableMarkup(results)}`,
  });
}

/** What chooses, and what the held-out photos then say of it. */
function chartMarkup(results: readonly SweepResult[]): Html {
  const plot = (title: string, of: (result: SweepResult) => number | null) =>
    chartFigure(
      dotPlot({
        title,
        description: 'One dot for each combination, in the order of the table.',
        xLabel: title,
        rows: results.flatMap((result, i) => {
          const value = of(result);
          return value === null ? [] : [{ label: labelOf(result, i + 1), value, isEmphasised: i === 0 }];
        }),
        format: (value) => decimals(value, MEASURES.auc.digits),
      }),
    );
  return html`<div class="charts">
    ${plot('Validation AuC', ({ validationAuc }) => validationAuc)}
    ${plot('Held-out photos: balanced AuC', ({ test }) => test.aucBalanced)}
    ${plot('Held-out photos: raw AuC', ({ test }) => test.auc)}
  </div>`;
}

/** Its place in the table, which says what the values are of. */
function labelOf({ settings }: SweepResult, place: number): string {
  return [`${place}:`, ...Object.values(settings).map(showSetting)].join(' ');
}

function tableMarkup(results: readonly SweepResult[]): Html {
  const { titles, rows, notes } = describeResults(results);
  return html`<div class="scroll">
      <table>
        <thead>
          <tr>
            ${titles.map((title) => html`<th scope="col">${title}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) =>
              html`<tr>
                ${row.map((cell) => html`<td>${cell}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${notes.map((note) => html`<p>${note}</p>`)}`;
}
