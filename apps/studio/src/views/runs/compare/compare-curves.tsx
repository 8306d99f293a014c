import type { CurvesOfRun } from '@tintype/pipeline/charts';
import { curvesTable } from '@tintype/records';

import { readWhole } from '../../../data/sharded-table.ts';
import { CurvesFigure } from '../../../parts/curves-figure.tsx';
import { useLater } from '../../../parts/later.tsx';
import { Failure, Loading } from '../../../parts/state.tsx';
import { addressOf } from '../../../route.ts';
import type { RunFacts } from '../run/read-run-facts.ts';

/** The curves of two trainings over each other; nothing where neither has any. */
export function CompareCurves({ runs }: { readonly runs: readonly RunFacts[] }) {
  const { later, again } = useLater(async (signal) => {
    const read = await Promise.all(runs.map((run) => readCurves(run, signal)));
    return read.flat();
  }, runs);
  if (later.state === 'loading') return <Loading what="the curves" />;
  if (later.state === 'failed') return <Failure error={later.error} onRetry={again} />;
  return later.value.length === 0 ? null : <Overlaid curves={later.value} more={runs[0]} />;
}

async function readCurves(
  { recipe, manifests }: RunFacts,
  signal: AbortSignal,
): Promise<readonly CurvesOfRun[]> {
  const shards = manifests.flatMap((manifest) => manifest.shards);
  const tables = await readWhole(
    curvesTable,
    shards.filter(({ table }) => table === curvesTable.name),
    signal,
  );
  return tables.map((rows) => ({ name: recipe, rows }));
}

function Overlaid({
  curves,
  more,
}: {
  readonly curves: readonly CurvesOfRun[];
  readonly more: RunFacts | undefined;
}) {
  return (
    <>
      <h2>Training</h2>
      <CurvesFigure runs={curves} />
      {more && (
        <p>
          <a
            href={addressOf('artefacts', [more.pipeline, more.recipe, 'train'], { table: curvesTable.name })}
          >
            Curves of more runs
          </a>
        </p>
      )}
    </>
  );
}
