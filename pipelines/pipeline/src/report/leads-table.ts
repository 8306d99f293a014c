import { type MeasureKey, methodName } from '@tintype/colour';
import { type Html, html } from '@tintype/report';

import { COMPARED, comparedRows, type Lead, type MethodRow } from '../runs/method-row.ts';
import { leadText, measureHeading } from './show-measure.ts';

/** The network at the recipe's temperature minus each baseline, or null where nothing was compared. */
export function leadsTable(baselines: readonly MethodRow[], temperature: number): Html | null {
  const compared = comparedRows(baselines);
  if (compared.length === 0) return null;
  return html`<h3>How sure the differences are</h3>
    <div class="scroll">
      <table class="metrics leads">
        <thead>
          <tr>
            <th scope="col">network at T = ${temperature} minus</th>
            ${COMPARED.map(
              (key) => html`<th scope="col">${measureHeading(key)} <small>difference [95 %]</small></th>`,
            )}
          </tr>
        </thead>
        <tbody>
          ${compared.map(
            (row) =>
              html`<tr>
                <th scope="row">${methodName(row)}</th>
                ${COMPARED.map((key) => html`<td>${leadMarkup(key, row.lead[key])}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}

function leadMarkup(key: MeasureKey, lead: Lead | undefined): Html {
  if (lead === undefined) return html`–`;
  return html`${leadText(key, lead)} <small>${lead.isClear ? 'excludes zero' : 'within noise'}</small>`;
}
