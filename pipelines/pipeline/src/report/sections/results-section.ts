import type { MeasureKey } from '@tintype/colour';
import { type Html, html, type Section } from '@tintype/report';

import { CHANGES, creditMarkup } from '../credit-markup.ts';
import { pictureMarkup } from '../picture-markup.ts';
import { type GalleryRow, type Prediction, type ReportData } from '../report-data.ts';
import { measureHeading, measureText } from '../show-measure.ts';

/** Held-out photos: grey, predicted and true side by side, and the prediction at every temperature. */
export function resultsSection({ results }: ReportData): Section {
  const { temperature, coherence, saturation } = results;
  return {
    id: 'results',
    title: 'Results',
    lead: html`Each row shows what the network saw, what it made of it at temperature ${temperature},
    coherence ${coherence} and saturation ${saturation}, and the photo as it was. None of these photos was
    used in training. Below, the same prediction at every temperature: low ones are bold, high ones careful.`,
    body: html`${results.gallery.length === 0 && html`<p>No held-out photo was kept for showing.</p>`}
      ${temperatureSwitch(results)}
      <div class="cards">${results.gallery.map((row) => card(row, results.temperature))}</div>`,
  };
}

// Hidden until the script at the end of the page shows it: without scripts it could do nothing.
function temperatureSwitch({ gallery, temperature }: ReportData['results']): Html | null {
  const temperatures = sortedPredictions(gallery[0]).map((prediction) => prediction.temperature);
  if (temperatures.length < 2) return null;
  return html`<p class="switch" id="temperature-switch" hidden>
    Show all at T =
    ${temperatures.map(
      (one) =>
        html`<button type="button" data-temperature="${one}" aria-pressed="${String(one === temperature)}">
          ${one}
        </button> `,
    )}
  </p>`;
}

function sortedPredictions(row: GalleryRow | undefined): Prediction[] {
  return [...(row?.predictions ?? [])].sort((one, other) => one.temperature - other.temperature);
}

function card(row: GalleryRow, temperature: number): Html {
  const predictions = sortedPredictions(row);
  const main = predictions.find((one) => one.temperature === temperature) ?? predictions[0];
  return html`<article class="card">
    <h3>${row.title} <span>${row.className}</span></h3>
    <div class="${row.bundled === null ? 'trio' : 'trio four'}">
      ${captioned(pictureMarkup(row.grey), 'grey')}
      ${
        main === undefined
          ? null
          : html`<figure class="shown">
              ${pictureMarkup(main.picture)}
              <figcaption>predicted, T = <output>${main.temperature}</output></figcaption>
            </figure>`
      }
      ${row.bundled === null ? null : captioned(pictureMarkup(row.bundled), 'bundled model')}
      ${captioned(pictureMarkup(row.truth), 'true')}
    </div>
    ${predictions.length < 2 ? null : strip(predictions, temperature)} ${measures(row)} ${credit(row)}
  </article>`;
}

function captioned(picture: Html, caption: string): Html {
  return html`<figure>
    ${picture}
    <figcaption>${caption}</figcaption>
  </figure>`;
}

function strip(predictions: readonly Prediction[], temperature: number): Html {
  return html`<div class="strip">
    ${predictions.map(
      (one) =>
        html`<figure ${one.temperature === temperature && html`class="main"`}>
          ${pictureMarkup(one.picture, one.temperature)}
          <figcaption>T = ${one.temperature}</figcaption>
        </figure>`,
    )}
  </div>`;
}

/** Under each photo. */
const SHOWN: readonly MeasureKey[] = ['aucBalanced', 'rmseAb', 'hue', 'psnr', 'colourfulnessRatio'];

function measures({ metrics }: GalleryRow): Html {
  return html`<p class="measures">
    ${SHOWN.map((key) => `${measureHeading(key)} ${measureText(key, metrics[key])}`).join(' · ')}
  </p>`;
}

function credit({ credit: known }: GalleryRow): Html {
  if (known === null) return html`<p class="credit">No credit is recorded for this photo.</p>`;
  return html`<p class="credit">Photo: ${creditMarkup(known)}; ${CHANGES}.</p>`;
}
