import { useLater } from '../../../parts/later.tsx';
import { MAIN_MEASURES, MeasureTable } from '../../../parts/measure-table.tsx';
import { Raster } from '../../../parts/raster.tsx';
import { Failure, Loading } from '../../../parts/state.tsx';
import { addressOf } from '../../../route.ts';
import type { LineagePrediction } from './lineage.ts';
import type { StepProps } from './photo-page.tsx';
import { PlaceLine } from './place-line.tsx';

/** What the model makes of a held-out photo, and what each method scores on it. */
export function ResultStep({ run, lineage, photo }: StepProps) {
  const place = lineage.placePredictions(photo);
  const { later, again } = useLater(
    () => Promise.all([lineage.readPredictions(photo), lineage.readScores(photo)]),
    [lineage, photo],
  );
  const isHeldOut = photo.split === 'test';
  const none = isHeldOut ? 'Not evaluated yet.' : 'None: only held-out photos are coloured and measured.';
  return (
    <li>
      <h2>Result</h2>
      <PlaceLine run={run} place={place} none={none} />
      {place !== null && <PlaceLine run={run} place={lineage.placeMetrics(photo)} none="Not measured." />}
      {isHeldOut && later.state === 'loading' && <Loading what="the result" />}
      {later.state === 'failed' && <Failure error={later.error} onRetry={again} />}
      {later.state === 'ready' && <Predictions predictions={later.value[0]} />}
      {later.state === 'ready' && later.value[1].length > 0 && (
        <MeasureTable label="Scores on this photo" scores={later.value[1]} keys={MAIN_MEASURES} />
      )}
      {place !== null && (
        <p>
          <a href={addressOf('results', [run.recipe], { photo: photo.id })}>Look closer in the results</a>
        </p>
      )}
    </li>
  );
}

function Predictions({ predictions }: { readonly predictions: readonly LineagePrediction[] }) {
  return (
    <div class="runs-predictions">
      {predictions.map(({ temperature, picture }) => (
        <figure>
          <Raster picture={picture} label={`as the network colours it at T = ${temperature}`} />
          <figcaption>T = {temperature}</figcaption>
        </figure>
      ))}
    </div>
  );
}
