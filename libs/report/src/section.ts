import { type Fragment, type Html, html, trusted } from './html.ts';

/** A section of the report: a heading that can be linked to, what to look at, and the matter itself. */
export interface Section {
  readonly id: string;
  readonly title: string;
  /** One or two plain sentences. */
  readonly lead: Fragment;
  readonly body: Fragment;
}

/** The markup of a section. */
export function sectionMarkup({ id, title, lead, body }: Section): Html {
  return html`<section id="${id}">
    <h2>${title}</h2>
    <p class="lead">${lead}</p>
    ${body}
  </section>`;
}

/** Three charts of this width stand beside each other on a page; each fills a phone. Then text is read at 1×. */
export const CHART_SIZE = { width: 340, height: 250 } as const;

/** A chart with a sentence below it. */
export function chartFigure(svg: string, caption?: Fragment): Html {
  return html`<figure class="chart">
    ${trusted(svg)} ${caption === undefined ? null : html`<figcaption>${caption}</figcaption>`}
  </figure>`;
}
