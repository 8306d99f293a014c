import { decimals, type Html, html } from '@tintype/report';

import { methodName } from './method-name.ts';
import { type Comparison, type Measures, type MethodRow } from './report-data.ts';

const COLUMNS: readonly { readonly key: keyof Measures; readonly name: string; readonly digits: number }[] = [
  { key: 'aucBalanced', name: 'balanced AuC', digits: 3 },
  { key: 'auc', name: 'AuC', digits: 3 },
  { key: 'rmseAb', name: 'RMSE ab', digits: 2 },
];

/** The network at the recipe's temperature minus each baseline, or null where nothing was compared. */
export function leadsTable(baselines: readonly MethodRow[], temperature: number): Html | null {
  const compared = baselines.filter(({ lead }) => lead !== undefined && Object.keys(lead).length > 0);
  if (compared.length === 0) return null;
  return html`<h3>How sure the differences are</h3>
    <div class="scroll">
      <table class="metrics leads">
        <thead>
          <tr>
            <th scope="col">network at T = ${temperature} minus</th>
            ${COLUMNS.map(({ name }) => html`<th scope="col">${name} <small>difference [95 %]</small></th>`)}
          </tr>
        </thead>
        <tbody>
          ${compared.map(
            (row) =>
              html`<tr>
                <th scope="row">${methodName(row)}</th>
                ${COLUMNS.map(({ key, digits }) => html`<td>${comparisonMarkup(row.lead?.[key], digits)}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}

function comparisonMarkup(compared: Comparison | undefined, digits: number): Html {
  if (compared === undefined) return html`–`;
  const { difference, interval, isClear } = compared;
  const ends = interval.map((end) => signed(end, digits)).join(', ');
  return html`${signed(difference, digits)} [${ends}]
    <small>${isClear ? 'excludes zero' : 'within noise'}</small>`;
}

function signed(value: number, digits: number): string {
  const rounded = Number(value.toFixed(digits));
  if (rounded === 0) return decimals(0, digits); // not −0.000
  return rounded > 0 ? `+${decimals(value, digits)}` : decimals(value, digits);
}
