import { MEASURES } from '@tintype/colour';
import { measureText, readRun, type Run } from '@tintype/pipeline/runs';
import { counted } from '@tintype/report';
import { FILES_AT_ONCE, mapConcurrently } from '@tintype/store/neutral';

import { listManifests, openRunFiles } from '../../data/manifests.ts';
import { useLater } from '../../parts/later.tsx';
import { Empty, Failure, Loading } from '../../parts/state.tsx';
import { addressOf } from '../../route.ts';
import { PIPELINE } from './pipeline.ts';

/** The recipes that have come to their end. */
export function RunList() {
  const { later, again } = useLater(readListed, []);
  switch (later.state) {
    case 'loading':
      return <Loading what="the results" />;
    case 'failed':
      return <Failure error={later.error} onRetry={again} />;
    case 'ready':
      return later.value.length === 0 ? <NoResults /> : <Runs listed={later.value} />;
    default:
      return later satisfies never;
  }
}

/** A finished run, or why it cannot be read: another version of Tintype may have made it. */
type Listed =
  { readonly recipe: string; readonly run: Run } | { readonly recipe: string; readonly error: unknown };

async function readListed(signal: AbortSignal): Promise<readonly Listed[]> {
  const files = openRunFiles(PIPELINE, signal);
  const all = await listManifests(signal);
  const finished = all.filter(({ pipeline, stage }) => pipeline === PIPELINE && stage === 'evaluate');
  return mapConcurrently(finished, FILES_AT_ONCE, async ({ recipe }): Promise<Listed> => {
    try {
      return { recipe, run: await readRun(recipe, files) };
    } catch (error) {
      return { recipe, error };
    }
  });
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

function Runs({ listed }: { readonly listed: readonly Listed[] }) {
  return (
    <>
      <h1>Results</h1>
      <ul class="result-runs">
        {listed.map((entry) => (
          <li key={entry.recipe}>
            {'run' in entry ? <RunLine run={entry.run} /> : <Unreadable {...entry} />}
          </li>
        ))}
      </ul>
    </>
  );
}

function RunLine({ run: { recipe, network, score } }: { readonly run: Run }) {
  return (
    <>
      <a href={addressOf('results', [recipe])}>{recipe}</a>{' '}
      <span class="muted">
        {network}, {counted(score.photos, 'held-out photo')}, {MEASURES.aucBalanced.name}{' '}
        {measureText('aucBalanced', score.aucBalanced)}
      </span>
    </>
  );
}

function Unreadable({ recipe, error }: { readonly recipe: string; readonly error: unknown }) {
  return (
    <details>
      <summary>
        {recipe} <span class="muted">cannot be read</span>
      </summary>
      <p class="muted">{error instanceof Error ? error.message : String(error)}</p>
    </details>
  );
}
