import './compare.css';

import { listManifests, type ManifestEntry } from '../../../data/manifests.ts';
import { Choice } from '../../../parts/choice.tsx';
import { useLater } from '../../../parts/later.tsx';
import { Empty, Failure, Loading } from '../../../parts/state.tsx';
import { addressOf } from '../../../route.ts';
import { Crumbs } from '../crumbs.tsx';
import { turn } from '../live/live.ts';
import { readRunFacts, type RunFacts } from '../run/read-run-facts.ts';
import { useKept } from '../use-kept.ts';
import { CompareCurves } from './compare-curves.tsx';
import { compareRuns } from './compare-runs.ts';
import { CompareScores } from './compare-scores.tsx';
import { StageDifferences } from './stage-differences.tsx';

/** Two runs, chosen by `a` and `b` of the address: their scores, curves, settings and artefacts. */
export function ComparePage({ query }: { readonly query: URLSearchParams }) {
  const { later, again } = useKept(listManifests, [], turn.value);
  return (
    <>
      <Crumbs path={['compare']} />
      <h1>Compare runs</h1>
      {later.state === 'loading' && <Loading what="the runs" />}
      {later.state === 'failed' && <Failure error={later.error} onRetry={again} />}
      {later.state === 'ready' && <Chosen entries={later.value} query={query} />}
    </>
  );
}

function Chosen({
  entries,
  query,
}: {
  readonly entries: readonly ManifestEntry[];
  readonly query: URLSearchParams;
}) {
  const runs = [...new Set(entries.map(({ pipeline, recipe }) => `${pipeline}/${recipe}`))];
  const a = query.get('a') ?? runs[0];
  const b = query.get('b') ?? runs.find((run) => run !== a && run.split('/')[0] === a?.split('/')[0]);
  if (a === undefined || runs.length < 2)
    return (
      <Empty title="There are no two runs yet">
        <p>
          Copy a recipe, change a setting and run it; then <a href={addressOf('runs')}>both stand here</a>.
        </p>
      </Empty>
    );
  const go = (chosen: Record<string, string>) => {
    location.hash = addressOf('runs', ['compare'], { a, ...(b === undefined ? {} : { b }), ...chosen });
  };
  const options = runs.map((value) => ({ value, name: value }));
  const none = b === undefined ? [{ value: '', name: 'choose a run' }] : [];
  return (
    <>
      <p class="runs-choose">
        <Choice label="from" options={options} value={a} onChoose={(value) => go({ a: value })} />
        <Choice
          label="to"
          options={[...none, ...options]}
          value={b ?? ''}
          onChoose={(value) => go({ b: value })}
        />
      </p>
      {b !== undefined && <Compared from={a} to={b} />}
    </>
  );
}

function Compared({ from, to }: { readonly from: string; readonly to: string }) {
  const { later, again } = useLater(
    (signal) => Promise.all([readNamed(from, signal), readNamed(to, signal)]),
    [from, to],
  );
  if (later.state === 'loading') return <Loading what="both runs" />;
  if (later.state === 'failed') return <Failure error={later.error} onRetry={again} />;
  const [one, other] = later.value;
  return (
    <>
      <CompareScores runs={[one, other]} />
      <CompareCurves runs={[one, other]} />
      <StageDifferences names={[from, to]} stages={compareRuns(one.manifests, other.manifests)} />
    </>
  );
}

/** @param name such as `pipeline/default` */
async function readNamed(name: string, signal: AbortSignal): Promise<RunFacts> {
  const [pipeline = '', recipe = ''] = name.split('/');
  const facts = await readRunFacts(pipeline, recipe, signal);
  if (facts.manifests.length > 0) return facts;
  throw new Error(
    `${name}: expected a run of a pipeline and a recipe, found no artefact of it; choose another one`,
  );
}
