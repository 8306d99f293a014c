import { bestValue, isCeiling, type MeasureKey, MEASURES, methodName } from '@tintype/colour';
import { counted, type Html, html } from '@tintype/report';

import type { MethodRow } from '../runs/method-row.ts';
import { type PhotoRow } from './report-data.ts';
import { betterWords, intervalText, measureHeading, measureText } from './show-measure.ts';

const COLUMNS: readonly MeasureKey[] = [
  'aucBalanced',
  'auc',
  'rmseAb',
  'hue',
  'psnr',
  'ssim',
  'colourfulnessRatio',
  'colourfulnessAbsoluteRatio',
  'chromaRatio',
  'outOfGamut',
];

/**
 * Methods × measures with their intervals; the best of each column that is no ceiling is marked, and so is the row of
 * the recipe's temperature.
 */
export function metricsTable(methods: readonly MethodRow[], temperature: number): Html {
  const rivals = methods.filter(({ method }) => !isCeiling(method));
  const best = COLUMNS.map((key) => bestText(key, rivals));
  return html`<div class="scroll">
    <table class="metrics">
      <thead>
        <tr>
          <th scope="col">method</th>
          ${COLUMNS.map(heading)}
        </tr>
      </thead>
      <tbody>
        ${methods.map((row) => tableRow(row, best, row.method === 'network' && row.temperature === temperature))}
      </tbody>
    </table>
  </div>`;
}

/** Each photo by itself, at the recipe's temperature. Without intervals: a photo is one draw. */
export function photosTable(photos: readonly PhotoRow[]): Html {
  return html`<details>
    <summary>Each of ${counted(photos.length, 'held-out photo')}</summary>
    <div class="scroll">
      <table class="metrics">
        <thead>
          <tr>
            <th scope="col">photo</th>
            ${COLUMNS.map(heading)}
            <th scope="col">best baseline <small>${MEASURES.aucBalanced.name}</small></th>
          </tr>
        </thead>
        <tbody>
          ${photos.map(photoRow)}
        </tbody>
      </table>
    </div>
  </details>`;
}

function photoRow({ title, measures, bestBaseline }: PhotoRow): Html {
  return html`<tr>
    <th scope="row">${title}</th>
    ${COLUMNS.map((key) => html`<td>${measureText(key, measures[key])}</td>`)}
    <td>${measureText('aucBalanced', bestBaseline)}</td>
  </tr>`;
}

function tableRow(row: MethodRow, best: readonly string[], isMain: boolean): Html {
  const className = isMain ? html`class="main"` : isCeiling(row.method) && html`class="ceiling"`;
  return html`<tr ${className}>
    <th scope="row">${methodName(row)}</th>
    ${COLUMNS.map((key, i) => {
      const text = measureText(key, row[key]);
      const isBest = text === best[i] && !isCeiling(row.method);
      return html`<td>${isBest ? html`<mark>${text}</mark>` : text} ${interval(row, key)}</td>`;
    })}
  </tr>`;
}

function heading(key: MeasureKey): Html {
  return html`<th scope="col">${measureHeading(key)} <small>${betterWords(key)}</small></th>`;
}

function interval({ intervals }: MethodRow, key: MeasureKey): Html | null {
  const ends = intervals[key];
  if (ends === undefined || measureText(key, ends[0]) === measureText(key, ends[1])) return null;
  return html`<small>${intervalText(key, ends)}</small>`;
}

// As text, so that all that read the same are marked the same.
function bestText(key: MeasureKey, methods: readonly MethodRow[]): string {
  const best = bestValue(
    key,
    methods.map((row) => row[key]),
  );
  return best === null ? '' : measureText(key, best);
}
