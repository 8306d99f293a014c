import './run.css';

import type { Run } from '@tintype/pipeline/runs';

import { MAIN_MEASURES, MeasureTable } from '../../../parts/measure-table.tsx';
import { Empty, Failure, Loading } from '../../../parts/state.tsx';
import { addressOf } from '../../../route.ts';
import { runCommand } from '../../../words.ts';
import { Command } from '../command.tsx';
import { Crumbs } from '../crumbs.tsx';
import { turn } from '../live/live.ts';
import { useKept } from '../use-kept.ts';
import { listReports, readRunFacts, type RunFacts } from './read-run-facts.ts';
import { RunHeadline } from './run-headline.tsx';
import { RunStages } from './run-stages.tsx';
import { StageSections } from './stage-sections.tsx';

interface RunPageProps {
  readonly pipeline: string;
  readonly recipe: string;
}

/** One run: how it ended, its stages as they are now, and what each of them was given and made. */
export function RunPage({ pipeline, recipe }: RunPageProps) {
  const { later, again } = useKept(
    (signal) => readRunFacts(pipeline, recipe, signal),
    [pipeline, recipe],
    turn.value,
  );
  return (
    <>
      <Crumbs path={[pipeline, recipe]} />
      {later.state === 'loading' && <Loading what={`the run of ${recipe}`} />}
      {later.state === 'failed' && <Failure error={later.error} onRetry={again} />}
      {later.state === 'ready' && <KnownRun facts={later.value} />}
    </>
  );
}

function KnownRun({ facts }: { readonly facts: RunFacts }) {
  const { pipeline, recipe, manifests, run } = facts;
  if (manifests.length === 0)
    return (
      <Empty title={`${recipe} has not been run`}>
        <p>In the workspace:</p>
        <Command text={runCommand(pipeline, recipe)} />
      </Empty>
    );
  return (
    <>
      <h1>{recipe}</h1>
      {run !== null && <RunHeadline run={run} />}
      <Links facts={facts} />
      <RunStages pipeline={pipeline} recipe={recipe} />
      {run !== null && <Scores run={run} />}
      <StageSections manifests={manifests} />
    </>
  );
}

function Scores({ run: { rows, decoding } }: { readonly run: Run }) {
  return (
    <>
      <h2>Scores on held-out photos</h2>
      <MeasureTable
        label="Scores on held-out photos"
        scores={rows}
        keys={MAIN_MEASURES}
        marked={decoding.temperature}
      />
    </>
  );
}

function Links({ facts }: { readonly facts: RunFacts }) {
  const { pipeline, recipe, manifests, run } = facts;
  const place = [pipeline, recipe];
  const hasPhotos = pipeline === 'pipeline' && manifests.some(({ stage }) => stage === 'ingest');
  return (
    <p class="runs-links">
      {hasPhotos && <a href={addressOf('runs', [...place, 'photos'])}>Photos and where they went</a>}
      {run !== null && <a href={addressOf('results', [recipe])}>Results</a>}
      {pipeline === 'activations' && <a href={addressOf('activations')}>Figures of the review</a>}
      <a href={addressOf('runs', ['compare'], { a: place.join('/') })}>Compare with another run</a>
      {listReports(facts).map(({ name, address }) => (
        <a href={address} target="_blank" rel="noopener">
          {name} ↗
        </a>
      ))}
    </p>
  );
}
