import { useSignal } from '@preact/signals';
import { verdict } from '@tintype/pipeline/runs';

import { useLater } from '../../parts/later.tsx';
import { Failure, Loading } from '../../parts/state.tsx';
import { addressOf, route } from '../../route.ts';
import type { Choosing } from './choose-photos.ts';
import { Gallery } from './gallery.tsx';
import { PhotoPage } from './photo/photo-page.tsx';
import { PIPELINE } from './pipeline.ts';
import { readResult, type Result } from './read-result.ts';

/** The result of a run, which stays loaded from photo to photo. */
export function ResultPage({ recipe }: { readonly recipe: string }) {
  const { later, again } = useLater((signal) => readResult(recipe, signal), [recipe]);
  switch (later.state) {
    case 'loading':
      return <Loading what={`the results of ${recipe}`} />;
    case 'failed':
      return <Failure error={later.error} onRetry={again} />;
    case 'ready':
      return <ReadyResult result={later.value} />;
    default:
      return later satisfies never;
  }
}

/** The gallery, or the photo that the address names; what was chosen stays while one looks at a photo. */
function ReadyResult({ result }: { readonly result: Result }) {
  const { run, temperatures } = result;
  const { temperature } = run.decoding;
  const choosing = useSignal<Choosing>({
    sortBy: 'aucBalanced',
    isBestFirst: true,
    class: '',
    temperature: temperatures.includes(temperature) ? temperature : (temperatures[0] ?? temperature),
  });
  const page = useSignal(0);
  const asked = route.value.query.get('photo');
  if (asked !== null)
    return <PhotoPage result={result} photo={asked} temperature={choosing.value.temperature} key={asked} />;
  const { figures, meaning } = verdict({ methods: run.rows, temperature });
  return (
    <>
      <nav class="result-path" aria-label="Results">
        <a href={addressOf('results')}>Results</a>
        <a href={addressOf('runs', [PIPELINE, run.recipe])}>the run</a>
        <a href={addressOf('artefacts', [PIPELINE, run.recipe, 'evaluate'])}>its artefact</a>
      </nav>
      <h1>
        {run.recipe} <small class="muted">{run.network}</small>
      </h1>
      <p class="result-verdict">
        {figures} {meaning}
      </p>
      <Gallery result={result} choosing={choosing} page={page} />
    </>
  );
}
