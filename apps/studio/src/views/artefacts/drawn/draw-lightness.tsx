import { useSignal } from '@preact/signals';
import type { LineChart } from '@tintype/charts';
import type { Likelihood } from '@tintype/colorize';
import { lightnessTable, lightnessUsageTable, rowsTable } from '@tintype/records';
import { counted } from '@tintype/report';
import type { Shard } from '@tintype/store/neutral';
import { useMemo } from 'preact/hooks';

import { AbDistribution } from '../../../parts/ab-distribution.tsx';
import { Choice, Slide } from '../../../parts/choice.tsx';
import { LineFigure } from '../../../parts/line-figure.tsx';
import type { DrawingProps } from './drawing.ts';
import { WholeTable } from './whole-table.tsx';

/** Sums are in thousandths of an ab unit. */
const THOUSANDTHS = 1000;

/** The shard that is drawn: that of all photos where there is one, whose name is the table's. */
function useShard({ shards, name }: DrawingProps['table']) {
  const chosen = useSignal((shards.find((shard) => shard.name === name) ?? shards[0])?.name ?? '');
  const choice = (
    <Choice
      label="photos"
      options={shards.map((shard) => ({
        value: shard.name,
        name: shard.name === name ? 'all of training' : shard.name,
      }))}
      value={chosen.value}
      onChoose={(shard) => (chosen.value = shard)}
    />
  );
  const shard: Shard | undefined = shards.find((one) => one.name === chosen.value);
  return { choice, shards: shard ? [shard] : [] };
}

/** The mean colour of each lightness: what is coloured by lightness alone. */
export function DrawLightness({ table }: DrawingProps) {
  const { choice, shards } = useShard(table);
  return (
    <>
      {choice}
      <WholeTable table={lightnessTable} source={table} shards={shards}>
        {([part]) =>
          part && (
            <LineFigure spec={meansOver(part.rows.lightness, part.rows, 'Mean colour by lightness', 'L')} />
          )
        }
      </WholeTable>
    </>
  );
}

/** The mean colour of each row of the images. */
export function DrawRows({ table }: DrawingProps) {
  const { choice, shards } = useShard(table);
  return (
    <>
      {choice}
      <WholeTable table={rowsTable} source={table} shards={shards}>
        {([part]) =>
          part && (
            <LineFigure
              spec={meansOver(part.rows.row, part.rows, 'Mean colour by row', 'row from the top')}
            />
          )
        }
      </WholeTable>
    </>
  );
}

interface Sums {
  readonly count: Float64Array;
  readonly sumA: Float64Array;
  readonly sumB: Float64Array;
}

function meansOver(
  places: Int16Array,
  { count, sumA, sumB }: Sums,
  title: string,
  xLabel: string,
): LineChart {
  const points = (sums: Float64Array) =>
    Array.from(places, (x, i) => ({ x, y: (sums[i] ?? NaN) / THOUSANDTHS / (count[i] ?? NaN) }));
  return {
    title,
    xLabel,
    yLabel: 'ab units',
    width: 560,
    height: 300,
    yIncludes: 0,
    series: [
      { name: 'a, green to red', points: points(sumA) },
      { name: 'b, blue to yellow', points: points(sumB) },
    ],
  };
}

/** Which colours pixels of a lightness have. */
export function DrawLightnessUsage({ table }: DrawingProps) {
  const { choice, shards } = useShard(table);
  const lightness = useSignal(50);
  return (
    <>
      {choice}{' '}
      <Slide label="L" min={0} max={100} value={lightness.value} onMove={(L) => (lightness.value = L)} />
      <WholeTable table={lightnessUsageTable} source={table} shards={shards}>
        {([part]) => part && <ColoursAt rows={part.rows} lightness={lightness.value} />}
      </WholeTable>
    </>
  );
}

const CELL = 5;

interface UsageRows {
  readonly lightness: Int16Array;
  readonly a: Int16Array;
  readonly b: Int16Array;
  readonly count: Float64Array;
}

function ColoursAt({ rows, lightness }: { readonly rows: UsageRows; readonly lightness: number }) {
  const { likelihoods, pixels } = useMemo(() => cellsAt(rows, lightness), [rows, lightness]);
  return (
    <figure class="artefact-map">
      <AbDistribution likelihoods={likelihoods} lightness={lightness} />
      <figcaption>{counted(pixels, 'pixel')} of this lightness, in cells of 5 ab units.</figcaption>
    </figure>
  );
}

function cellsAt(rows: UsageRows, lightness: number) {
  const cells: Likelihood[] = [];
  let pixels = 0;
  for (const [i, L] of rows.lightness.entries()) {
    if (L !== lightness) continue;
    pixels += rows.count[i] ?? 0;
    cells.push({
      a: (rows.a[i] ?? 0) + CELL / 2,
      b: (rows.b[i] ?? 0) + CELL / 2,
      probability: rows.count[i] ?? 0,
    });
  }
  return { pixels, likelihoods: cells.map((cell) => ({ ...cell, probability: cell.probability / pixels })) };
}
