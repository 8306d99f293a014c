import { useSignal } from '@preact/signals';
import { scoreOf } from '@tintype/pipeline/scores';
import { useMemo } from 'preact/hooks';

import { nameOf } from '../../../data/photos.ts';
import { Choice } from '../../../parts/choice.tsx';
import { MeasureTable } from '../../../parts/measure-table.tsx';
import { Empty } from '../../../parts/state.tsx';
import { addressOf } from '../../../route.ts';
import { PIPELINE } from '../pipeline.ts';
import type { HeldOutPhoto, Result } from '../read-result.ts';
import { ComparePictures } from './compare-pictures.tsx';
import { listPictures } from './picture-choices.ts';
import type { Place } from './place.ts';
import { Probe } from './probe.tsx';
import { useOtherRuns } from './use-other-runs.ts';

interface PhotoPageProps {
  readonly result: Result;
  /** sha256 of its bytes. */
  readonly photo: string;
  readonly temperature: number;
}

/** A held-out photo, large: two pictures of it side by side, what the network says of a pixel, every measure. */
export function PhotoPage({ result, photo, temperature }: PhotoPageProps) {
  const found = result.photos.find((one) => one.photo === photo);
  if (found === undefined)
    return (
      <Empty title="This photo was not held out">
        <a href={addressOf('results', [result.run.recipe])}>Those that were</a>
      </Empty>
    );
  return <FoundPhoto result={result} found={found} temperature={temperature} />;
}

interface FoundProps {
  readonly result: Result;
  readonly found: HeldOutPhoto;
  readonly temperature: number;
}

function FoundPhoto({ result, found, temperature }: FoundProps) {
  const { recipe } = result.run;
  const { photo, facts } = found;
  const place = useSignal<Place | null>(null);
  return (
    <article class="result-photo">
      <nav class="result-path" aria-label="Results">
        <a href={addressOf('results')}>Results</a>
        <a href={addressOf('results', [recipe])}>{recipe}</a>
        <a href={addressOf('runs', [PIPELINE, recipe, 'photos', photo])}>lineage of this photo</a>
      </nav>
      <h1>
        {nameOf(facts.path)} <small class="muted">{facts.class}</small>
      </h1>
      <div class="result-look">
        <Pictures result={result} photo={photo} temperature={temperature} place={place} />
        <Probe result={result} photo={photo} place={place.value} />
      </div>
      <Scores found={found} temperature={temperature} />
    </article>
  );
}

interface PicturesProps {
  readonly result: Result;
  readonly photo: string;
  readonly temperature: number;
  readonly place: { value: Place | null };
}

/** Two pictures of the photo with a divider, each chosen from all there are. */
function Pictures({ result, photo, temperature, place }: PicturesProps) {
  const others = useOtherRuns(result.run.recipe);
  const choices = useMemo(() => listPictures(result, photo, others), [result, photo, others]);
  const left = useSignal(`${result.run.recipe} ${temperature}`);
  const right = useSignal('true');
  const [before, after] = [left.value, right.value].map(
    (key) => choices.find((choice) => choice.key === key) ?? choices[0],
  );
  const options = choices.map(({ key, name }) => ({ value: key, name }));
  return (
    <div class="result-pictures">
      <Choice
        label="left"
        options={options}
        value={before?.key ?? ''}
        onChoose={(key) => (left.value = key)}
      />
      <Choice
        label="right"
        options={options}
        value={after?.key ?? ''}
        onChoose={(key) => (right.value = key)}
      />
      {before && after && <ComparePictures before={before} after={after} place={place} />}
      <p class="muted">
        Click the picture, and the network of {result.run.recipe} says which colours it thinks likely there.
      </p>
    </div>
  );
}

function Scores({ found, temperature }: Pick<FoundProps, 'found' | 'temperature'>) {
  const scores = useMemo(() => found.scores.map((score) => scoreOf([score])), [found]);
  return (
    <>
      <h2>Measures of this photo</h2>
      {scores.length === 0 ? (
        <p class="muted">It has too little colour to be measured.</p>
      ) : (
        <MeasureTable label="Measures of this photo" scores={scores} marked={temperature} />
      )}
    </>
  );
}
