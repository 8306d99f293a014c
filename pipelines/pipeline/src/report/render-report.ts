import {
  html,
  pagePolicy,
  renderPage,
  reproductionSection,
  scriptMarkup,
  sectionMarkup,
} from '@tintype/report';
import { base64Sha256 } from '@tintype/store';

import { type ReportData } from './report-data.ts';
import { coloursSection } from './sections/colours-section.ts';
import { curvesSection } from './sections/curves-section.ts';
import { dataSection } from './sections/data-section.ts';
import { headerSection } from './sections/header-section.ts';
import { metricsSection } from './sections/metrics-section.ts';
import { patchesSection } from './sections/patches-section.ts';
import { resultsSection } from './sections/results-section.ts';
import { TEMPERATURE_SCRIPT } from './temperature-script.ts';

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
  return renderPage({
    title: `Tintype: recipe ${data.recipe.name}`,
    policy: pagePolicy({ hash: base64Sha256, script: TEMPERATURE_SCRIPT }),
    body: html`${headerSection(data, sections)}
      <main>${sections.map(sectionMarkup)}</main>
      ${scriptMarkup(TEMPERATURE_SCRIPT)}`,
  });
}
