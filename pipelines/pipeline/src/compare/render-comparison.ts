import { encodeJpeg, type Picture } from '@tintype/images';
import { type Html, html, pagePolicy, renderPage } from '@tintype/report';
import { base64Sha256 } from '@tintype/store';

import { CHANGES, creditMarkup } from '../report/credit-markup.ts';
import { dataUri, pictureMarkup } from '../report/picture-markup.ts';
import type { Credit } from '../report/report-data.ts';
import type { Run } from '../runs/read-run.ts';
import type { ComparedPhoto } from './comparison-sheet.ts';
import { COLUMNS, comparisonNotes, comparisonRows } from './comparison-table.ts';

/** The comparison as one HTML document that needs no network and no script. `credits` is by path of the photo. */
export async function renderComparison(
  runs: readonly Run[],
  sheet: readonly ComparedPhoto[],
  credits: ReadonlyMap<string, Credit>,
): Promise<string> {
  return renderPage({
    title: 'Tintype: recipes compared',
    policy: pagePolicy({ hash: base64Sha256 }),
    body: html`<h1>Recipes compared</h1>
      ${tableMarkup(runs)}
      <h2>The same photos, coloured by each</h2>
      ${await sheetMarkup(runs, sheet)} ${creditList(sheet, credits)}`,
  });
}

function tableMarkup(runs: readonly Run[]): Html {
  const cells = (row: readonly string[]) =>
    row.map((cell, i) => (i === 0 ? html`<th scope="row">${cell}</th>` : html`<td>${cell}</td>`));
  return html`<div class="scroll">
      <table>
        <thead>
          <tr>
            ${COLUMNS.map((name) => html`<th scope="col">${name}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${comparisonRows(runs).map(
            (row) =>
              html`<tr>
                ${cells(row)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${comparisonNotes(runs).map((note) => html`<p>${note}</p>`)}`;
}

async function sheetMarkup(runs: readonly Run[], sheet: readonly ComparedPhoto[]): Promise<Html> {
  const rows = await Promise.all(sheet.map((photo) => rowMarkup(runs, photo)));
  return html`<div class="scroll">
    <table>
      <thead>
        <tr>
          <th scope="col">photo</th>
          ${runs.map(({ recipe }) => html`<th scope="col">${recipe}</th>`)}
          <th scope="col">true</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

async function rowMarkup(runs: readonly Run[], { path, predictions, truth }: ComparedPhoto): Promise<Html> {
  const cell = async (picture: Picture | undefined, by: string) =>
    html`<td>${picture === undefined ? 'not held out' : await imageMarkup(picture, `${path}, ${by}`)}</td>`;
  const coloured = await Promise.all(runs.map(({ recipe }) => cell(predictions.get(recipe), recipe)));
  return html`<tr>
    <th scope="row">${path}</th>
    ${coloured} ${await cell(truth, 'true colours')}
  </tr>`;
}

async function imageMarkup(picture: Picture, alt: string): Promise<Html> {
  const src = dataUri(await encodeJpeg(picture), 'jpeg');
  return pictureMarkup({ src, alt, width: picture.width, height: picture.height });
}

function creditList(sheet: readonly ComparedPhoto[], credits: ReadonlyMap<string, Credit>): Html | null {
  const shown = sheet.flatMap(({ path }) => credits.get(path) ?? []);
  if (shown.length === 0) return null;
  return html`<p class="credits">
    Photos, ${CHANGES}: ${shown.map((credit, i) => html`${i === 0 ? '' : '; '}${creditMarkup(credit)}`)}.
  </p>`;
}
