import { bestValue, type MeasureKey } from '@tintype/colour';
import { betterWords, differenceText, measureHeading, measureText, type Run } from '@tintype/pipeline/runs';

import { MAIN_MEASURES } from '../../../parts/measure-table.tsx';
import type { RunFacts } from '../run/read-run-facts.ts';

/** What the networks of two runs score, beside the best that a baseline of the same run reaches. */
export function CompareScores({ runs }: { readonly runs: readonly [RunFacts, RunFacts] }) {
  const [one, other] = runs.map(({ run }) => run);
  if (!one || !other) return null;
  return (
    <>
      <h2 id="compared-scores">Scores on held-out photos</h2>
      <div class="scroll" tabIndex={0} role="region" aria-labelledby="compared-scores">
        <table>
          <thead>
            <tr>
              <th scope="col">measure</th>
              <th scope="col" class="number">
                {one.recipe}
              </th>
              <th scope="col" class="number">
                best baseline
              </th>
              <th scope="col" class="number">
                {other.recipe}
              </th>
              <th scope="col" class="number">
                best baseline
              </th>
              <th scope="col" class="number">
                difference
              </th>
            </tr>
          </thead>
          <tbody>
            {MAIN_MEASURES.map((key) => (
              <ScoreLine measure={key} one={one} other={other} />
            ))}
          </tbody>
        </table>
      </div>
      <p class="muted runs-note">
        Two recipes compare only where they hold out the same photos, and in balanced AuC only where their
        bins are the same too: it weighs colours by the photos and bins of its own recipe.
      </p>
    </>
  );
}

interface ScoreLineProps {
  readonly measure: MeasureKey;
  readonly one: Run;
  readonly other: Run;
}

function ScoreLine({ measure, one, other }: ScoreLineProps) {
  const [before, after] = [one.score[measure], other.score[measure]];
  const words = betterWords(measure);
  const best = ({ baselines }: Run) =>
    measureText(
      measure,
      bestValue(
        measure,
        baselines.map((row) => row[measure]),
      ),
    );
  return (
    <tr>
      <th scope="row">
        {measureHeading(measure)} {words !== '' && <small class="muted">{words} is better</small>}
      </th>
      <td class="number">{measureText(measure, before)}</td>
      <td class="number muted">{best(one)}</td>
      <td class="number">{measureText(measure, after)}</td>
      <td class="number muted">{best(other)}</td>
      <td class="number">
        {before === null || after === null ? '–' : differenceText(measure, after - before)}
      </td>
    </tr>
  );
}
