import { type Html, html } from '@tintype/report';

import { type Picture } from './report-data.ts';

const DATA = /^data:image\/(?:png|jpeg|webp|avif|gif|svg\+xml)[;,]/;
const RELATIVE = /^(?![/\\])(?!.*:)[^?#]+$/; // no scheme, no host, not from the root

/** Bytes of a picture as a URI that carries them; `type` is the part after "image/". */
export function dataUri(bytes: Uint8Array, type: 'png' | 'jpeg' | 'webp'): string {
  return `data:image/${type};base64,${Buffer.from(bytes).toString('base64')}`;
}

/** An image element. Throws when the picture is neither a data: URI nor a file beside the report. */
export function pictureMarkup(picture: Picture, temperature?: number): Html {
  if (!DATA.test(picture.src) && !RELATIVE.test(picture.src)) {
    throw new Error(
      `report: picture "${picture.alt}": expected a data:image URI or a relative file name, got ${picture.src.slice(0, 60)}`,
    );
  }
  const mark = temperature === undefined ? null : html` data-temperature="${temperature}"`;
  return html`<img
    src="${picture.src}"
    alt="${picture.alt}"
    width="${picture.width}"
    height="${picture.height}"
    loading="lazy"
    ${mark}
  />`;
}
