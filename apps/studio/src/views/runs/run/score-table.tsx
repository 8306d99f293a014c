import { bestValue, isCeiling, type MeasureKey, methodName } from '@tintype/colour';
import {
  betterWords,
  intervalText,
  measureHeading,
  measureText,
  type MethodRow,
  type Run,
} from '@tintype/pipeline/runs';

const SHOWN: readonly MeasureKey[] = ['aucBalanced', 'auc', 'rmseAb', 'hue', 'psnr', 'chromaRatio'];

/** What each method scores on the held-out photos; what is best without knowing the truth is bold. */
export function ScoreTable({ run: { rows, score } }: { readonly run: Run }) {
  return (
    <>
      <h2 id="scores">Scores on held-out photos</h2>
      <div class="scroll" tabIndex={0} role="region" aria-labelledby="scores">
        <table>
          <thead>
            <tr>
              <th scope="col">method</th>
              {SHOWN.map((key) => (
                <th scope="col" class="number" title={`${betterWords(key)} is better`}>
                  {measureHeading(key)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <ScoreRow row={row} rows={rows} isMain={row === score} />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

interface ScoreRowProps {
  readonly row: MethodRow;
  readonly rows: readonly MethodRow[];
  readonly isMain: boolean;
}

function ScoreRow({ row, rows, isMain }: ScoreRowProps) {
  const rivals = rows.filter(({ method }) => !isCeiling(method));
  return (
    <tr class={isMain ? 'main' : undefined}>
      <th scope="row">{methodName(row)}</th>
      {SHOWN.map((key) => {
        const isBest =
          !isCeiling(row.method) &&
          row[key] !== null &&
          row[key] ===
            bestValue(
              key,
              rivals.map((rival) => rival[key]),
            );
        const { [key]: interval } = row.intervals;
        return (
          <td class="number" title={interval && `95 %: ${intervalText(key, interval)}`}>
            {isBest ? <strong>{measureText(key, row[key])}</strong> : measureText(key, row[key])}
          </td>
        );
      })}
    </tr>
  );
}
