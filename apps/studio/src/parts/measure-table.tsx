import './measure-table.css';

import { bestValue, isBaseline, MEASURE_KEYS, type MeasureKey, MEASURES, methodName } from '@tintype/colour';
import { betterWords, measureHeading, measureText } from '@tintype/pipeline/runs';
import type { MethodScore } from '@tintype/pipeline/scores';

interface MeasureTableProps {
  readonly scores: readonly MethodScore[];
  /** The temperature whose network is marked. */
  readonly marked?: number;
}

/** Methods with every measure that any of them has; the best of a column is marked, ceilings apart. */
export function MeasureTable({ scores, marked }: MeasureTableProps) {
  const keys = MEASURE_KEYS.filter((key) => scores.some((score) => score[key] !== null));
  return (
    <div class="scroll" role="region" aria-label="Measures" tabIndex={0}>
      <table class="measure-table">
        <thead>
          <tr>
            <th scope="col">method</th>
            {keys.map((key) => (
              <th scope="col" class="number" title={betterWords(key) && `${betterWords(key)} is better`}>
                {measureHeading(key)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {scores.map((score) => (
            <tr class={score.method === 'network' && score.temperature === marked ? 'marked' : undefined}>
              <th scope="row">{methodName(score)}</th>
              {keys.map((key) => (
                <Figure scores={scores} score={score} of={key} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Figure({
  scores,
  score,
  of,
}: Pick<MeasureTableProps, 'scores'> & { readonly score: MethodScore; readonly of: MeasureKey }) {
  const text = measureText(of, score[of]);
  const isCompared = MEASURES[of].better !== null && isOrdinary(score);
  const best = isCompared
    ? bestValue(
        of,
        scores.filter(isOrdinary).map((one) => one[of]),
      )
    : null;
  return <td class="number">{best !== null && best === score[of] ? <strong>{text}</strong> : text}</td>;
}

/** Networks and baselines; nothing beats a ceiling. */
function isOrdinary({ method, temperature }: MethodScore): boolean {
  return temperature !== null || isBaseline(method) || method === 'bundled model';
}
