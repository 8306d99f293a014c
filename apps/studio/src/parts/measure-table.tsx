import './measure-table.css';

import { bestValue, isCeiling, MEASURE_KEYS, type MeasureKey, methodName } from '@tintype/colour';
import {
  betterWords,
  intervalText,
  measureHeading,
  measureText,
  type MethodRow,
} from '@tintype/pipeline/runs';
import type { MethodScore } from '@tintype/pipeline/scores';

/** Those that tell most of a result, where there is no room for all. */
export const MAIN_MEASURES: readonly MeasureKey[] = [
  'aucBalanced',
  'auc',
  'rmseAb',
  'hue',
  'psnr',
  'ssim',
  'chromaRatio',
];

type Score = MethodScore | MethodRow;

interface MeasureTableProps {
  readonly label: string;
  readonly scores: readonly Score[];
  /** Of these, those that any method has. */
  readonly keys?: readonly MeasureKey[];
  /** The temperature whose network is marked. */
  readonly marked?: number;
}

/** What each method scores; the best of a column is bold, ceilings apart. */
export function MeasureTable({ label, scores, keys = MEASURE_KEYS, marked }: MeasureTableProps) {
  const shown = keys.filter((key) => scores.some((score) => score[key] !== null));
  return (
    <div class="scroll" role="region" aria-label={label} tabIndex={0}>
      <table class="measure-table">
        <thead>
          <tr>
            <th scope="col">method</th>
            {shown.map((key) => (
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
              {shown.map((key) => (
                <Figure scores={scores} score={score} of={key} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface FigureProps {
  readonly scores: readonly Score[];
  readonly score: Score;
  readonly of: MeasureKey;
}

function Figure({ scores, score, of }: FigureProps) {
  const text = measureText(of, score[of]);
  const rivals = scores.filter(({ method }) => !isCeiling(method));
  const best = bestValue(
    of,
    rivals.map((rival) => rival[of]),
  );
  const isBest = best !== null && best === score[of] && !isCeiling(score.method);
  const interval = 'intervals' in score ? score.intervals[of] : undefined;
  return (
    <td class="number" title={interval && `95 %: ${intervalText(of, interval)}`}>
      {isBest ? <strong>{text}</strong> : text}
    </td>
  );
}
