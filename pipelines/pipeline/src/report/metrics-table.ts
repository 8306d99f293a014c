import { html, type Html } from './html.ts';
import { methodName } from './method-name.ts';
import { decimals } from './number-words.ts';
import { type Measures, type MethodRow } from './report-data.ts';

interface Column {
  readonly key: keyof Measures;
  readonly name: string;
  readonly better: 'higher' | 'lower' | 'near 1';
  readonly digits: number;
}

const COLUMNS: readonly Column[] = [
  { key: 'aucBalanced', name: 'balanced AuC', better: 'higher', digits: 3 },
  { key: 'auc', name: 'AuC', better: 'higher', digits: 3 },
  { key: 'rmseAb', name: 'RMSE ab', better: 'lower', digits: 2 },
  { key: 'psnr', name: 'PSNR, dB', better: 'higher', digits: 2 },
  { key: 'ssim', name: 'SSIM', better: 'higher', digits: 3 },
  { key: 'colourfulnessRatio', name: 'colourfulness', better: 'near 1', digits: 2 },
  { key: 'chromaRatio', name: 'chroma', better: 'near 1', digits: 2 },
];

/** Methods × measures; the best of each column is marked, and so is the row of the recipe's temperature. */
export function metricsTable(methods: readonly MethodRow[], temperature: number): Html {
  const best = COLUMNS.map((column) => bestText(column, methods));
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

function tableRow(row: MethodRow, best: readonly string[], isMain: boolean): Html {
  return html`<tr ${isMain && html`class="main"`}>
    <th scope="row">${methodName(row)}</th>
    ${COLUMNS.map((column, i) => {
      const text = decimals(row[column.key], column.digits);
      return text === best[i] ? html`<td><mark>${text}</mark></td>` : html`<td>${text}</td>`;
    })}
  </tr>`;
}

// As text, so that all that read the same are marked the same.
function bestText({ key, better, digits }: Column, methods: readonly MethodRow[]): string {
  const values = methods.flatMap((row) => row[key] ?? []).filter((value) => !Number.isNaN(value));
  const badness = (value: number): number =>
    better === 'higher' ? -value : better === 'lower' ? value : Math.abs(value - 1);
  const [best] = values.sort((one, other) => badness(one) - badness(other));
  return best === undefined ? '' : decimals(best, digits);
}
