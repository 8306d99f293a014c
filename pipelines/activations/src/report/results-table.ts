import { decimals, type Html, html } from '@tintype/report';

import { type Comparison, comparisonsWith, type Group, reluOf } from './summarise.ts';

/** One row of the table of results, in words. */
interface Row {
  readonly name: string;
  readonly normalised: string;
  readonly accuracy: string;
  readonly loss: string;
  readonly difference: string;
  readonly p: string;
  readonly seconds: string;
  readonly dead: string;
  readonly isReference: boolean;
}

const COLUMNS = [
  ['name', 'activation'],
  ['normalised', 'batch norm'],
  ['accuracy', 'test accuracy, %'],
  ['loss', 'test loss, nats'],
  ['difference', 'minus ReLU, points [95 %]'],
  ['p', 'p (Holm)'],
  ['seconds', 's per epoch'],
  ['dead', 'dead units, %'],
] as const satisfies readonly (readonly [keyof Row, string])[];

function rowsOf(groups: readonly Group[]): readonly Row[] {
  return groups.map((group) => {
    const relu = reluOf(groups, group.batchNorm);
    const beside = relu && comparisonsWith(relu, groups).find(({ of }) => of === group);
    return {
      name: group.name,
      normalised: group.batchNorm ? 'yes' : 'no',
      accuracy: withDeviation(group),
      loss: decimals(group.loss, 4),
      difference: beside === undefined ? '–' : differenceWords(beside),
      p: beside === undefined || Number.isNaN(beside.adjusted) ? '–' : decimals(beside.adjusted, 3),
      seconds: decimals(group.secondsPerEpoch, 1),
      dead: decimals(100 * group.dead, 1),
      isReference: group === relu,
    };
  });
}

function withDeviation({ accuracy, deviation }: Group): string {
  const mean = decimals(100 * accuracy, 2);
  return Number.isNaN(deviation) ? mean : `${mean} ± ${decimals(100 * deviation, 2)}`;
}

function differenceWords({ difference, interval: [low, high] }: Comparison): string {
  const points = (value: number) => `${value > 0 ? '+' : ''}${decimals(100 * value, 2)}`;
  return Number.isNaN(low) ? points(difference) : `${points(difference)} [${points(low)}, ${points(high)}]`;
}

/** The results for people, as a part of a page. */
export function resultsTable(groups: readonly Group[]): Html {
  return html`<div class="scroll">
    <table class="metrics">
      <thead>
        <tr>
          ${COLUMNS.map(([, title]) => html`<th scope="col">${title}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rowsOf(groups).map(
          (row) =>
            html`<tr class="${row.isReference ? 'main' : ''}">
              ${COLUMNS.map(([key], i) =>
                i === 0 ? html`<th scope="row">${row[key]}</th>` : html`<td>${row[key]}</td>`,
              )}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** The same as a table of Markdown. The README shows it without its times, which `npm run docs:samples` leaves out. */
export function resultsMarkdown(groups: readonly Group[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(COLUMNS.map(([, title]) => title)),
    line(COLUMNS.map((_, i) => (i === 0 ? '---' : '---:'))),
    ...rowsOf(groups).map((row) => line(COLUMNS.map(([key]) => row[key]))),
    '',
  ].join('\n');
}
