import { MEASURES } from '@tintype/colour';
import { measureText, readRuns, type Run } from '@tintype/pipeline/runs';
import { counted } from '@tintype/report';

import { openRunFiles } from '../../data/manifests.ts';
import { useLater } from '../../parts/later.tsx';
import { Empty, Failure, Loading } from '../../parts/state.tsx';
import { addressOf } from '../../route.ts';
import { PIPELINE } from './pipeline.ts';

/** The recipes that have come to their end. */
export function RunList() {
  const { later, again } = useLater((signal) => readRuns(openRunFiles(PIPELINE, signal)), []);
  switch (later.state) {
    case 'loading':
      return <Loading what="the results" />;
    case 'failed':
      return <Failure error={later.error} onRetry={again} />;
    case 'ready':
      return later.value.length === 0 ? <NoResults /> : <Runs runs={later.value} />;
    default:
      return later satisfies never;
  }
}

function NoResults() {
  return (
    <Empty title="No results yet">
      <p>
        A run that has come to its end shows here what it makes of the photos that it held out. Make one with{' '}
        <code>npx nx run pipeline:all</code>.
      </p>
    </Empty>
  );
}

function Runs({ runs }: { readonly runs: readonly Run[] }) {
  return (
    <>
      <h1>Results</h1>
      <ul class="result-runs">
        {runs.map(({ recipe, network, score }) => (
          <li>
            <a href={addressOf('results', [recipe])}>{recipe}</a>{' '}
            <span class="muted">
              {network}, {counted(score.photos, 'held-out photo')}, {MEASURES.aucBalanced.name}{' '}
              {measureText('aucBalanced', score.aucBalanced)}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
