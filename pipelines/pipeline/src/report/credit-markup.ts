import { type Html, html } from '@tintype/report';

import { type Credit } from './report-data.ts';

/** Title, author and licence of a photo in one line; the licence is linked when its address is http(s). */
export function creditMarkup({ title, author, licence, licenceUrl }: Credit): Html {
  const isLink = /^https?:\/\/[^\s]+$/.test(licenceUrl);
  const terms = isLink ? html`<a href="${licenceUrl}" rel="license noreferrer">${licence}</a>` : licence;
  return html`“${title}” by ${author}, ${terms}`;
}

/** What was done to every photo that is shown; Creative Commons licences ask for it to be said. */
export const CHANGES = 'cropped, resized, re-encoded';
