export { html, renderMarkup, trusted, type Fragment, type Html } from './html.ts';
export { counted, decimals, grouped, percent } from './number-words.ts';
export { pagePolicy, renderPage, scriptMarkup, type Page, type PolicyOptions } from './page.ts';
export { reproductionSection, type Reproduction } from './reproduction-section.ts';
export { CHART_SIZE, chartFigure, sectionMarkup, type Section } from './section.ts';
export { THEME } from './theme.ts';
