import { counted, grouped, type Html, html, type Section } from '@tintype/report';

import { CHANGES, creditMarkup } from '../credit-markup.ts';
import { pictureMarkup } from '../picture-markup.ts';
import { type PhotoClass, type QuarantinedPhoto, type ReportData } from '../report-data.ts';

const MOST_LISTED = 200; // a report of ten thousand broken photos should still open

/** The photos per class and split, those that were left out and why, and whom to thank. */
export function dataSection({ photos }: ReportData): Section {
  return {
    id: 'photos',
    title: 'Photos',
    lead: html`What the network could learn from. A class with few training photos, or with photos unlike
    those of the other splits, explains weak results for it.`,
    body: html`${countTable(photos.classes)}
      <div class="sheets">${photos.classes.map(contactSheet)}</div>
      ${quarantine(photos.quarantined)} ${unusedPhotos(photos.unused)} ${notes(photos.noted)}
      ${credits(photos)}`,
  };
}

function countTable(classes: readonly PhotoClass[]): Html {
  const total = (split: 'train' | 'validation' | 'test'): number =>
    classes.reduce((sum, one) => sum + one[split], 0);
  const row = (
    name: string,
    { train, validation, test }: Pick<PhotoClass, 'train' | 'validation' | 'test'>,
  ): Html =>
    html`<th scope="row">${name}</th>
      ${[train, validation, test, train + validation + test].map((count) => html`<td>${grouped(count)}</td>`)}`;
  const all = { train: total('train'), validation: total('validation'), test: total('test') };
  return html`<div class="scroll">
    <table>
      <thead>
        <tr>
          ${['class', 'train', 'validation', 'test', 'all'].map((name) => html`<th scope="col">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${classes.map(
          (one) =>
            html`<tr>
              ${row(one.name, one)}
            </tr>`,
        )}
      </tbody>
      <tfoot>
        <tr>
          ${row('all', all)}
        </tr>
      </tfoot>
    </table>
  </div>`;
}

function contactSheet({ name, train, validation, test, sheet }: PhotoClass): Html | null {
  if (sheet === null) return null;
  return html`<figure>
    ${pictureMarkup(sheet)}
    <figcaption><strong>${name}</strong> ${train} train, ${validation} validation, ${test} test</figcaption>
  </figure>`;
}

function quarantine(quarantined: readonly QuarantinedPhoto[]): Html {
  if (quarantined.length === 0) return html`<p>No photo had to be left out.</p>`;
  return html`<h3>Left out</h3>
    <p>${counted(quarantined.length, 'photo')} could not be used; everything else went on without them.</p>
    ${reasonTable(quarantined, 'reason')}`;
}

function unusedPhotos(unused: readonly QuarantinedPhoto[]): Html | null {
  if (unused.length === 0) return null;
  return html`<h3>Near-grey</h3>
    <p>
      ${counted(unused.length, 'photo')} not used for training or measured: there are no colours to learn.
    </p>
    ${reasonTable(unused, 'reason')}`;
}

function notes(noted: ReportData['photos']['noted']): Html | null {
  if (noted.length === 0) return null;
  return html`<h3>Notes</h3>
    ${reasonTable(
      noted.map(({ path, note }) => ({ path, reason: note })),
      'note',
    )}`;
}

function reasonTable(rows: readonly QuarantinedPhoto[], title: string): Html {
  return html`<div class="scroll">
      <table class="words">
        <thead>
          <tr>
            <th scope="col">photo</th>
            <th scope="col">${title}</th>
          </tr>
        </thead>
        <tbody>
          ${rows.slice(0, MOST_LISTED).map(
            ({ path, reason }) =>
              html`<tr>
                <td><code>${path}</code></td>
                <td>${reason}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${rows.length > MOST_LISTED && html`<p>… and ${grouped(rows.length - MOST_LISTED)} more.</p>`}`;
}

function credits({ credits: known }: ReportData['photos']): Html | null {
  if (known.length === 0) return null;
  return html`<details>
    <summary>Credits of ${counted(known.length, 'photo')}; all were ${CHANGES}</summary>
    <ul class="credits">
      ${known.map((credit) => html`<li>${creditMarkup(credit)}</li>`)}
    </ul>
  </details>`;
}
