import { useSignal } from '@preact/signals';
import type { Likelihood } from '@tintype/colorize';
import { gamutChart, priorChart, topBins, weightChart } from '@tintype/pipeline/charts';
import { parseFacts, priorTable } from '@tintype/records';
import { useMemo } from 'preact/hooks';

import { AbDistribution } from '../../../parts/ab-distribution.tsx';
import { Chart } from '../../../parts/chart.tsx';
import { Choice, Slide } from '../../../parts/choice.tsx';
import type { DrawingProps } from './drawing.ts';
import { type Part, WholeTable } from './whole-table.tsx';

/** The gamut with the share and the weight of each bin, in the colours that they stand for. */
export function DrawPrior({ table }: DrawingProps) {
  const chosen = useSignal(table.shards[0]?.name ?? '');
  return (
    <WholeTable table={priorTable} shards={table.shards}>
      {(parts) => {
        const part = parts.find(({ shard }) => shard.name === chosen.value) ?? parts[0];
        return (
          <>
            {parts.length > 1 && (
              <Choice
                label="table"
                options={parts.map(({ shard: { name } }) => ({ value: name, name }))}
                value={chosen.value}
                onChoose={(name) => (chosen.value = name)}
              />
            )}
            {part && <Prior part={part} key={part.shard.name} />}
          </>
        );
      }}
    </WholeTable>
  );
}

function Prior({ part: { shard, rows } }: { readonly part: Part<typeof priorTable> }) {
  const lightness = useSignal(65);
  const { window } = parseFacts(priorTable, shard);
  const bins = useMemo(
    () =>
      Array.from(rows.bin, (_, i) => ({
        a: rows.a[i] ?? NaN,
        b: rows.b[i] ?? NaN,
        prior: rows.probability[i] ?? NaN,
        weight: rows.weight[i] ?? NaN,
      })),
    [rows],
  );
  const gamut = { window, bins };
  return (
    <>
      <Slide
        label="shown at L"
        min={5}
        max={95}
        value={lightness.value}
        onMove={(L) => (lightness.value = L)}
      />
      <div class="figures">
        <BinMap bins={bins} of="prior" lightness={lightness.value}>
          How often the training photos use each bin.
        </BinMap>
        <BinMap bins={bins} of="weight" lightness={lightness.value}>
          What a pixel of each bin weighs: rare colours weigh more.
        </BinMap>
        <Chart svg={gamutChart(gamut)} />
        <Chart svg={priorChart(gamut)} />
        <Chart svg={topBins(bins)} />
        <Chart svg={weightChart(bins)} />
      </div>
    </>
  );
}

interface BinMapProps {
  readonly bins: readonly {
    readonly a: number;
    readonly b: number;
    readonly prior: number;
    readonly weight: number;
  }[];
  readonly of: 'prior' | 'weight';
  readonly lightness: number;
  readonly children: string;
}

/** Bins in their own colours, each as large as its share of all. */
function BinMap({ bins, of, lightness, children }: BinMapProps) {
  const likelihoods = useMemo((): readonly Likelihood[] => {
    const all = bins.reduce((sum, bin) => sum + bin[of], 0);
    return bins.map(({ a, b, ...bin }) => ({ a, b, probability: bin[of] / all }));
  }, [bins, of]);
  return (
    <figure>
      <AbDistribution likelihoods={likelihoods} lightness={lightness} />
      <figcaption>{children}</figcaption>
    </figure>
  );
}
