import { counted, html, type Section } from '@tintype/report';

import { pictureMarkup } from '../picture-markup.ts';
import { type ReportData } from '../report-data.ts';

/** What the network is shown in training, and what it is asked for. */
export function patchesSection({ facts, patches }: ReportData): Section {
  return {
    id: 'patches',
    title: 'Patches',
    lead: html`The network never sees a whole photo in training. It gets windows of 32 × 32 lightness values,
    ${counted(facts.patches, 'of them', 'of them')}, and has to name the colours of the 16 × 16 pixels in the
    middle.`,
    body:
      patches.sheet !== null &&
      html`<figure class="sheet">
        ${pictureMarkup(patches.sheet)}
        <figcaption>Some patches: the window of lightness, and beside it its target.</figcaption>
      </figure>`,
  };
}
