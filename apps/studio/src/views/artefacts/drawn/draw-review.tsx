import { barChart, dotPlot, type LineChart } from '@tintype/charts';
import {
  activationsTable,
  cellsTable,
  classifierCurvesTable,
  epochTimesTable,
  preActivationsTable,
  unitsTable,
} from '@tintype/records';
import { decimals, percent } from '@tintype/report';

import { Chart } from '../../../parts/chart.tsx';
import { LineFigure } from '../../../parts/line-figure.tsx';
import { addressOf } from '../../../route.ts';
import type { DrawingProps } from './drawing.ts';
import { OneShard } from './one-shard.tsx';
import { WholeTable } from './whole-table.tsx';

/** The losses and accuracies of one trained network. */
export function DrawClassifierCurves({ table }: DrawingProps) {
  return (
    <OneShard table={table} of={classifierCurvesTable} label="network">
      {(rows) => (
        <div class="figures">
          <LineFigure
            spec={lines('Loss', 'nats', rows.epoch, {
              training: rows.trainLoss,
              validation: rows.validationLoss,
            })}
          />
          <LineFigure
            spec={lines('Accuracy', 'share told right', rows.epoch, {
              training: rows.trainAccuracy,
              validation: rows.validationAccuracy,
            })}
          />
        </div>
      )}
    </OneShard>
  );
}

export function DrawEpochTimes({ table }: DrawingProps) {
  return (
    <OneShard table={table} of={epochTimesTable} label="network">
      {(rows) => <LineFigure spec={lines('Time of each epoch', 's', rows.epoch, { steps: rows.seconds })} />}
    </OneShard>
  );
}

/** Dead units and the spread of pre-activations of each layer. */
export function DrawUnits({ table }: DrawingProps) {
  return (
    <OneShard table={table} of={unitsTable} label="network">
      {(rows) => (
        <div class="figures">
          <Chart
            svg={barChart({
              title: 'Dead units',
              bars: rows.layer.map((label, i) => ({
                label,
                value: (rows.dead[i] ?? 0) / (rows.units[i] ?? 1),
              })),
              format: percent,
            })}
          />
          <Chart
            svg={dotPlot({
              title: 'Pre-activations: mean ± standard deviation',
              xLabel: 'given to a unit before its activation',
              format: (value) => decimals(value, 2),
              rows: rows.layer.map((label, i) => {
                const [mean = NaN, deviation = NaN] = [rows.mean[i], rows.deviation[i]];
                return { label, value: mean, interval: [mean - deviation, mean + deviation] as const };
              }),
            })}
          />
        </div>
      )}
    </OneShard>
  );
}

export function DrawPreActivations({ table }: DrawingProps) {
  return (
    <OneShard table={table} of={preActivationsTable} label="network">
      {(rows) => (
        <LineFigure
          spec={{
            title: 'Pre-activations by layer',
            xLabel: 'given to a unit before its activation',
            yLabel: 'values in the cell',
            width: 560,
            height: 300,
            series: [...new Set(rows.layer)].map((name) => ({
              name,
              points: rows.layer.flatMap((layer, i) =>
                layer === name ? [{ x: rows.from[i] ?? NaN, y: rows.count[i] ?? NaN }] : [],
              ),
            })),
          }}
        />
      )}
    </OneShard>
  );
}

/** The accuracy of every trained network. */
export function DrawCells({ table }: DrawingProps) {
  return (
    <WholeTable table={cellsTable} shards={table.shards}>
      {(parts) =>
        parts.map(({ rows }) => (
          <Accuracies
            rows={rows.activation.map((activation, i) => ({
              label: `${activation}${rows.batchNorm[i] ? ', normalised' : ''}, seed ${rows.seed[i]}`,
              value: 100 * (rows.testAccuracy[i] ?? NaN),
            }))}
          />
        ))
      }
    </WholeTable>
  );
}

/** The mean accuracy of every activation with its deviation over the seeds. */
export function DrawActivations({ manifest, table }: DrawingProps) {
  return (
    <>
      <p>
        <a href={addressOf('activations', [manifest.recipe])}>The whole review</a>
      </p>
      <WholeTable table={activationsTable} shards={table.shards}>
        {(parts) =>
          parts.map(({ rows }) => (
            <Accuracies
              rows={rows.activation.map((activation, i) => {
                const [mean, spread] = [100 * (rows.accuracy[i] ?? NaN), 100 * (rows.deviation[i] ?? NaN)];
                const label = `${activation}${rows.batchNorm[i] ? ', normalised' : ''}`;
                return {
                  label,
                  value: mean,
                  ...(spread >= 0 && { interval: [mean - spread, mean + spread] as const }),
                };
              })}
            />
          ))
        }
      </WholeTable>
    </>
  );
}

function Accuracies({ rows }: { readonly rows: Parameters<typeof dotPlot>[0]['rows'] }) {
  return (
    <Chart
      svg={dotPlot({
        title: 'Test accuracy',
        xLabel: '% of the test pictures told right',
        width: 560,
        format: (value) => decimals(value, 2),
        rows,
      })}
    />
  );
}

function lines(
  title: string,
  yLabel: string,
  epochs: Int32Array,
  series: Readonly<Record<string, Float64Array>>,
): LineChart {
  return {
    title,
    yLabel,
    xLabel: 'epoch',
    xTicks: 'whole',
    series: Object.entries(series).map(([name, values]) => ({
      name,
      points: Array.from(epochs, (x, i) => ({ x, y: values[i] ?? NaN })),
    })),
  };
}
