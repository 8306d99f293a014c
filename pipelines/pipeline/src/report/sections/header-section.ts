import { counted, grouped, type Html, html, type Section } from '@tintype/report';

import { type ReportData } from '../report-data.ts';
import { verdict } from '../verdict.ts';

/** What this is, how it ended, and where to find what. */
export function headerSection(data: ReportData, sections: readonly Section[]): Html {
  const { figures, meaning } = verdict(data.results);
  const { heldOutPhotos } = data.results;
  const trainPhotos = data.photos.classes.reduce((sum, one) => sum + one.train, 0);
  return html`<header>
    <p class="brand">Tintype <span>recipe ${data.recipe.name}</span></p>
    <h1>How a network learned to colour black-and-white photos</h1>
    <p class="lead">
      It was shown ${counted(data.facts.patches, 'small piece', 'small pieces')} of
      ${counted(trainPhotos, 'photo')} with and without their colours. Here is what it does with
      ${counted(heldOutPhotos, 'photo')} that it never saw.
    </p>
    <p class="verdict"><strong>${figures}</strong> ${meaning}</p>
    ${fallbackNote(data)} ${factList(data)}
    <nav aria-label="Sections">${sections.map(({ id, title }) => html`<a href="#${id}">${title}</a> `)}</nav>
  </header>`;
}

/** Figures of other photos than the recipe names must not pass for those. */
function fallbackNote({ recipe: { insteadOf } }: ReportData): Html | null {
  if (!insteadOf) return null;
  return html`<p class="verdict">
    <strong>On the bundled photos</strong>, since ${insteadOf} could not be downloaded. Run it again when it
    can be.
  </p>`;
}

function nearGreyText({ photosNearGrey, photosToned }: ReportData['facts']): string {
  return `${grouped(photosNearGrey)} near-grey${photosToned > 0 ? ` (${grouped(photosToned)} toned)` : ''}`;
}

function factList({ facts, gamut, results }: ReportData): Html {
  const { temperature, coherence, saturation } = results;
  const left = [
    facts.photosQuarantined > 0 && `${grouped(facts.photosQuarantined)} quarantined`,
    facts.photosNearGrey > 0 && nearGreyText(facts),
  ].filter((text) => text !== false);
  const rows: readonly (readonly [name: string, value: string, note: string])[] = [
    ['photos', grouped(facts.photosKept), left.join(', ')],
    ['colour bins', grouped(gamut.bins.length), `window ${gamut.window}`],
    ['patches', grouped(facts.patches), ''],
    ['epochs', grouped(facts.epochs), ''],
    ['parameters', grouped(facts.parameters), ''],
    ['back end', facts.backEnd, ''],
    ['decoded at', `T ${temperature}`, `coherence ${coherence}, saturation ${saturation}`],
  ];
  return html`<dl class="facts">
    ${rows.map(
      ([name, value, note]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value} ${note === '' ? null : html`<small>${note}</small>`}</dd>
        </div>`,
    )}
  </dl>`;
}
