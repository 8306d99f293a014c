import { lineChart, type LinePoint } from '@tintype/charts';
import { MEASURES } from '@tintype/colour';
import { CHART_SIZE, chartFigure, decimals, type Html, html, type Section } from '@tintype/report';

import { pictureMarkup } from '../picture-markup.ts';
import { type CurveRow, type ReportData } from '../report-data.ts';

/** How the loss fell, between what a network that knows nothing has and what none can beat. */
export function curvesSection(data: ReportData): Section {
  const { rows } = data.curves;
  return {
    id: 'training',
    title: 'Training',
    lead: html`The losses should fall and flatten. Where training goes on falling while validation rises, the
    network learns its photos by heart: it is surer of what it gets wrong, while its colours may still get
    better. ${keptEpoch(data)} ${earlyStop(data)}`,
    body: html`<div class="charts">
        ${chartFigure(lossChart(data), LOSS_NOTE)} ${chartFigure(klChart(rows), KL_NOTE)}
        ${rows.some((row) => row.validationAuc !== null) && chartFigure(aucChart(rows), AUC_NOTE)}
        ${isVarying(rows) && chartFigure(learningRateChart(rows))}
      </div>
      ${data.curves.sheet !== null && epochsFigure(data.curves.sheet)}`,
  };
}

const LOSS_NOTE = `The upper line, ln Q, is the loss of a network that finds all Q bins equally likely. The lower one is
the entropy of the soft targets themselves: even a perfect network does not get below it.`;
const AUC_NOTE = `How near the decoded colours of validation patches are to the true ones, all pixels alike. The best
epoch is where it is highest, because it goes with the held-out results, and the losses do not.`;
const KL_NOTE = 'The same without that entropy: the distance that is left, and zero would be perfect.';

function earlyStop({ curves: { rows, planned } }: ReportData): string {
  if (rows.length === 0 || rows.length >= planned) return '';
  return `Training stopped early, after epoch ${rows.length} of ${planned}, because that measure no longer rose.`;
}

/** The rows of the sheet are equally high, and so are the labels beside them. */
function epochsFigure({ epochs, picture }: NonNullable<ReportData['curves']['sheet']>): Html {
  const labels = ['grey', ...epochs.map((epoch) => `epoch ${epoch}`), 'true'];
  return html`<figure>
    <div class="epochs">
      <ol>
        ${labels.map((label) => html`<li>${label}</li>`)}
      </ol>
      ${pictureMarkup(picture)}
    </div>
    <figcaption>
      The centres of some validation patches, from photos that training does not learn from: what the network
      is asked, what it makes of it after an epoch, and what was there.
    </figcaption>
  </figure>`;
}

function keptEpoch({ curves: { rows, kept } }: ReportData): string {
  const measured = rows.filter((row) => row.validationAuc !== null);
  const [best] = measured.sort((one, other) => (other.validationAuc ?? 0) - (one.validationAuc ?? 0));
  if (best === undefined)
    return `The model is that of epoch ${kept}; nothing was measured on validation photos.`;
  const had = `${decimals(best.validationAuc, MEASURES.auc.digits)}, after epoch ${best.epoch}`;
  return `The highest AuC of validation colours was ${had}; the model is that of epoch ${kept}.`;
}

type Measured = 'trainLoss' | 'trainKl' | 'validationLoss' | 'validationKl' | 'validationAuc';

// Without the moments at which nothing was measured: a gap there would say that the measurement failed.
function over(rows: readonly CurveRow[], key: Measured): LinePoint[] {
  return rows.flatMap((row) => (row[key] === null ? [] : [{ x: row.epoch, y: row[key] }]));
}

/** The loss of training and validation over the epochs as an SVG document, between its upper and lower bound. */
export function lossChart({ curves, gamut }: Pick<ReportData, 'curves' | 'gamut'>): string {
  const { rows, labelEntropy } = curves;
  const knowsNothing = Math.log(gamut.bins.length);
  return lineChart({
    title: 'Loss',
    description: 'Cross-entropy of training and validation patches over the epochs.',
    xLabel: 'epoch',
    xTicks: 'whole',
    ...CHART_SIZE,
    yLabel: 'cross-entropy, nats',
    series: [
      { name: 'training', points: over(rows, 'trainLoss') },
      { name: 'validation', points: over(rows, 'validationLoss') },
    ],
    references: [
      { y: knowsNothing, label: `ln Q = ${decimals(knowsNothing, 2)}` },
      { y: labelEntropy, label: `entropy of the targets ${decimals(labelEntropy, 2)}` },
    ],
  });
}

function klChart(rows: readonly CurveRow[]): string {
  return lineChart({
    title: 'Distance from the targets',
    description: 'Kullback–Leibler divergence of training and validation patches over the epochs.',
    xLabel: 'epoch',
    xTicks: 'whole',
    ...CHART_SIZE,
    yLabel: 'KL divergence, nats',
    series: [
      { name: 'training', points: over(rows, 'trainKl') },
      { name: 'validation', points: over(rows, 'validationKl') },
    ],
    yIncludes: 0,
  });
}

function aucChart(rows: readonly CurveRow[]): string {
  return lineChart({
    title: 'Colours of validation photos',
    description: 'AuC of the decoded colours of validation patches over the epochs.',
    xLabel: 'epoch',
    ...CHART_SIZE,
    yLabel: MEASURES.auc.name,
    series: [{ name: 'validation', points: over(rows, 'validationAuc') }],
  });
}

function isVarying(rows: readonly CurveRow[]): boolean {
  return rows.some((row) => row.learningRate !== rows[0]?.learningRate);
}

function learningRateChart(rows: readonly CurveRow[]): string {
  return lineChart({
    title: 'Learning rate',
    xLabel: 'epoch',
    xTicks: 'whole',
    ...CHART_SIZE,
    yLabel: 'learning rate',
    yScale: 'log',
    series: [{ name: '', points: rows.map((row) => ({ x: row.epoch, y: row.learningRate })) }],
  });
}
