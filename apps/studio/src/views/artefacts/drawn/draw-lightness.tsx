import { useSignal } from '@preact/signals';
import type { LineChart } from '@tintype/charts';
import type { Likelihood } from '@tintype/colorize';
import { lightnessTable, lightnessUsageTable, rowsTable } from '@tintype/records';
import { counted } from '@tintype/report';
import { useMemo } from 'preact/hooks';

import { AbDistribution } from '../../../parts/ab-distribution.tsx';
import { Slide } from '../../../parts/choice.tsx';
import { LineFigure } from '../../../parts/line-figure.tsx';
import type { DrawingProps } from './drawing.ts';
import { ChosenShard, OneShard } from './one-shard.tsx';
import { WholeTable } from './whole-table.tsx';

/** Sums are in thousandths of an ab unit. */
const THOUSANDTHS = 1000;

/** The mean colour of each lightness: what is coloured by lightness alone. */
export function DrawLightness({ table }: DrawingProps) {
  return (
    <OneShard table={table} of={lightnessTable} label="photos">
      {(rows) => <LineFigure spec={meansOver(rows.lightness, rows, 'Mean colour by lightness', 'L')} />}
    </OneShard>
  );
}

/** The mean colour of each row of the images. */
export function DrawRows({ table }: DrawingProps) {
  return (
    <OneShard table={table} of={rowsTable} label="photos">
      {(rows) => <LineFigure spec={meansOver(rows.row, rows, 'Mean colour by row', 'row from the top')} />}
    </OneShard>
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
  const lightness = useSignal(50);
  return (
    <ChosenShard table={table} label="photos">
      {(shard) => (
        <>
          <Slide label="L" min={0} max={100} value={lightness.value} onMove={(L) => (lightness.value = L)} />
          <WholeTable table={lightnessUsageTable} shards={[shard]}>
            {([part]) => part && <ColoursAt rows={part.rows} lightness={lightness.value} />}
          </WholeTable>
        </>
      )}
    </ChosenShard>
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
