import { useSignal } from '@preact/signals';
import { histogram } from '@tintype/charts';
import { computeStatistics, type RangedColumn, type RangedTally, type Statistics } from '@tintype/records';
import { grouped, percent } from '@tintype/report';
import { showBytes, showNumber } from '@tintype/terminal/neutral';
import { useEffect, useMemo } from 'preact/hooks';

import type { ShardedTable } from '../../../data/sharded-table.ts';
import { tallyShards } from '../../../data/tally-shards.ts';
import { Chart } from '../../../parts/chart.tsx';

type Work =
  | { readonly state: 'none' }
  | { readonly state: 'counting'; readonly done: number }
  | { readonly state: 'counted'; readonly found: RangedTally }
  | { readonly state: 'failed'; readonly error: unknown };

interface StatisticsProps {
  readonly table: ShardedTable;
  readonly column: RangedColumn;
}

/** The statistics of a column once somebody asks for them. */
export function ColumnStatistics({ table, column }: StatisticsProps) {
  const work = useSignal<Work>({ state: 'none' });
  const ending = useMemo(() => new AbortController(), []);
  useEffect(() => () => ending.abort(), []);
  const count = (): void => {
    work.value = { state: 'counting', done: 0 };
    const onRows = (done: number): void => void (work.value = { state: 'counting', done });
    tallyShards(table, column.name, { onRows, signal: ending.signal }).then(
      (found) => (work.value = { state: 'counted', found }),
      (error: unknown) => ending.signal.aborted || (work.value = { state: 'failed', error }),
    );
  };
  switch (work.value.state) {
    case 'none':
      return <Offer column={column} onCount={count} />;
    case 'counting':
      return (
        <p role="status">
          <progress max={table.rows} value={work.value.done} /> counting
        </p>
      );
    case 'failed':
      return (
        <p role="alert">
          {work.value.error instanceof Error ? work.value.error.message : String(work.value.error)}{' '}
          <button type="button" onClick={count}>
            Try again
          </button>
        </p>
      );
    case 'counted':
      return <Counted column={column} found={work.value.found} />;
    default:
      return work.value satisfies never;
  }
}

function Offer({
  column: { name, bytes },
  onCount,
}: {
  readonly column: RangedColumn;
  readonly onCount: () => void;
}) {
  return (
    <button
      type="button"
      onClick={onCount}
      aria-label={`Statistics of ${name}`}
      title={`${showBytes(bytes)} of the first shard`}
    >
      Statistics
    </button>
  );
}

function Counted({
  column,
  found: { tally, sample },
}: {
  readonly column: RangedColumn;
  readonly found: RangedTally;
}) {
  const statistics = computeStatistics(tally);
  switch (statistics.kind) {
    case 'text':
      return <Common statistics={statistics} />;
    case 'numbers':
      return (
        <div class="artefact-column-figures">
          <Spread statistics={statistics} />
          <Chart
            svg={histogram({
              title: column.name,
              xLabel: column.unit ?? column.name,
              yLabel: 'values',
              values: sample,
              height: 180,
            })}
          >
            {sample.length < statistics.count && `${grouped(sample.length)} values spread evenly over all.`}
          </Chart>
        </div>
      );
    default:
      return statistics satisfies never;
  }
}

function Spread({ statistics }: { readonly statistics: Extract<Statistics, { kind: 'numbers' }> }) {
  const { count, nan, min, mean, max, sd } = statistics;
  const figures = [
    ['values', grouped(count)],
    ['NaN', grouped(nan)],
    ['least', showNumber(min)],
    ['mean', showNumber(mean)],
    ['most', showNumber(max)],
    ['sd', showNumber(sd)],
  ] as const;
  return (
    <dl class="artefact-statistics">
      {figures.map(([name, value]) => (
        <div>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Common({ statistics }: { readonly statistics: Extract<Statistics, { kind: 'text' }> }) {
  const { count, distinct, common } = statistics;
  return (
    <div>
      <p>
        {grouped(count)} values, {grouped(distinct)} different. The most common:
      </p>
      <ul class="artefact-common">
        {common.map(({ value, count: times }) => (
          <li>
            <span class="code">{value === '' ? '(empty)' : value}</span>{' '}
            <span class="muted">{percent(times / count)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
