import { coloursSection } from './colours-section.ts';
import { curvesSection } from './curves-section.ts';
import { dataSection } from './data-section.ts';
import { headerSection } from './header-section.ts';
import { html, markupOf, trusted } from './html.ts';
import { metricsSection } from './metrics-section.ts';
import { patchesSection } from './patches-section.ts';
import { type ReportData } from './report-data.ts';
import { reproductionSection } from './reproduction-section.ts';
import { resultsSection } from './results-section.ts';
import { sectionMarkup } from './section.ts';
import { STYLE_SHEET } from './style-sheet.ts';
import { TEMPERATURE_SCRIPT } from './temperature-script.ts';

// Says to the browser what is true anyway: this page loads nothing but what it carries or has beside it.
const POLICY = `default-src 'none'; img-src data: file: 'self'; style-src 'unsafe-inline'; script-src 'unsafe-inline'`;

/** The report of a run as one HTML document that needs no network and, to be read, no script. */
export function renderReport(data: ReportData): string {
  const sections = [
    resultsSection(data),
    metricsSection(data),
    curvesSection(data),
    dataSection(data),
    coloursSection(data),
    patchesSection(data),
    reproductionSection(data),
  ];
  return markupOf(
    html`<!doctype html>
      <html lang="en-GB">
        <head>
          <meta charset="utf-8" />
          <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <title>Tintype: recipe ${data.recipe.name}</title>
          <style>
            ${trusted(STYLE_SHEET)}
          </style>
        </head>
        <body>
          ${headerSection(data, sections)}
          <main>${sections.map(sectionMarkup)}</main>
          <script>
            ${trusted(TEMPERATURE_SCRIPT)};
          </script>
        </body>
      </html>`,
  );
}
