import { element, escapeXml, label } from './svg.ts';
import { FONT, STYLE } from './theme.ts';

/** What every chart says about itself. */
export interface ChartWords {
  /** Stands above the chart and names it for a screen reader. */
  readonly title: string;
  /** What there is to see, for those who cannot see it. */
  readonly description?: string;
}

/** A complete SVG document: its own style, paper and title; nothing outside it is needed to show it. */
export function chartDocument(
  words: ChartWords,
  width: number,
  height: number,
  body: readonly string[],
): string {
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${Math.ceil(width)} ${Math.ceil(height)}`,
      width: Math.ceil(width),
      height: Math.ceil(height),
      class: 'tt-chart',
      role: 'img',
    },
    element('title', {}, escapeXml(words.title)),
    words.description === undefined ? '' : element('desc', {}, escapeXml(words.description)),
    element('style', {}, STYLE),
    element('rect', { class: 'tt-paper', width: '100%', height: '100%' }),
    label(words.title, 8, 8 + FONT.title, { class: 'tt-ink tt-title' }),
    ...body,
  );
}
