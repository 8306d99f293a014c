import { counted, decimals, type Html, html, percent } from '@tintype/report';

import { isCeiling, methodName } from './method-name.ts';
import { type Measures, type MethodRow, type PhotoRow } from './report-data.ts';

interface Column {
  readonly key: keyof Measures;
  readonly name: string;
  /** Empty where neither is. */
  readonly better: 'higher' | 'lower' | 'near 1' | '';
  readonly digits: number;
  readonly isShare?: boolean;
}

const COLUMNS: readonly Column[] = [
  { key: 'aucBalanced', name: 'balanced AuC', better: 'higher', digits: 3 },
  { key: 'auc', name: 'AuC', better: 'higher', digits: 3 },
  { key: 'rmseAb', name: 'RMSE ab', better: 'lower', digits: 2 },
  { key: 'psnr', name: 'PSNR, dB', better: 'higher', digits: 2 },
  { key: 'ssim', name: 'SSIM', better: 'higher', digits: 3 },
  { key: 'colourfulnessRatio', name: 'colourfulness, signed', better: 'near 1', digits: 2 },
  { key: 'colourfulnessAbsoluteRatio', name: 'colourfulness, absolute', better: 'near 1', digits: 2 },
  { key: 'chromaRatio', name: 'chroma', better: 'near 1', digits: 2 },
  { key: 'outOfGamut', name: 'out of gamut', better: '', digits: 1, isShare: true },
];

/**
 * Methods × measures with their intervals; the best of each column that is no ceiling is marked, and so is the row of
 * the recipe's temperature.
 */
export function metricsTable(methods: readonly MethodRow[], temperature: number): Html {
  const rivals = methods.filter(({ method }) => !isCeiling(method));
  const best = COLUMNS.map((column) => bestText(column, rivals));
  return html`<div class="scroll">
    <table class="metrics">
      <thead>
        <tr>
          <th scope="col">method</th>
          ${COLUMNS.map(({ name, better }) => html`<th scope="col">${name} <small>${better}</small></th>`)}
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
            ${COLUMNS.map(({ name, better }) => html`<th scope="col">${name} <small>${better}</small></th>`)}
            <th scope="col">best baseline <small>balanced AuC</small></th>
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
    ${COLUMNS.map((column) => html`<td>${textOf(measures[column.key], column)}</td>`)}
    <td>${decimals(bestBaseline, 3)}</td>
  </tr>`;
}

function tableRow(row: MethodRow, best: readonly string[], isMain: boolean): Html {
  const className = isMain ? html`class="main"` : isCeiling(row.method) && html`class="ceiling"`;
  return html`<tr ${className}>
    <th scope="row">${methodName(row)}</th>
    ${COLUMNS.map((column, i) => {
      const text = textOf(row[column.key], column);
      const isBest = text === best[i] && !isCeiling(row.method);
      return html`<td>${isBest ? html`<mark>${text}</mark>` : text} ${interval(row, column)}</td>`;
    })}
  </tr>`;
}

function textOf(value: number | null, { digits, isShare = false }: Column): string {
  return isShare && value !== null ? percent(value) : decimals(value, digits);
}

function interval({ intervals }: MethodRow, column: Column): Html | null {
  const ends = intervals?.[column.key]?.map((end) => textOf(end, column).replace(' %', ''));
  if (ends === undefined || ends[0] === ends[1]) return null;
  return html`<small>[${ends.join(', ')}]</small>`;
}

// As text, so that all that read the same are marked the same.
function bestText(column: Column, methods: readonly MethodRow[]): string {
  const { key, better } = column;
  if (better === '') return '';
  const values = methods.flatMap((row) => row[key] ?? []).filter((value) => !Number.isNaN(value));
  const badness = (value: number): number =>
    better === 'higher' ? -value : better === 'lower' ? value : Math.abs(value - 1);
  const [best] = values.sort((one, other) => badness(one) - badness(other));
  return best === undefined ? '' : textOf(best, column);
}
