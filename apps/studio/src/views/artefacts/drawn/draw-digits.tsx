import { digitsTable, predictedLabelsTable, type RowsOf } from '@tintype/records';
import { percent } from '@tintype/report';
import { useMemo } from 'preact/hooks';

import { useLater } from '../../../parts/later.tsx';
import { Failure, Loading } from '../../../parts/state.tsx';
import type { DrawingProps } from './drawing.ts';
import { OneShard } from './one-shard.tsx';
import { PicturePages } from './picture-pages.tsx';

/** Pictures of one channel with what they show. */
export function DrawDigits({ table }: DrawingProps) {
  const { later, again } = useLater(
    () => table.readColumns(['label'], { start: 0, end: table.rows }),
    [table],
  );
  switch (later.state) {
    case 'loading':
      return <Loading what={table.name} />;
    case 'failed':
      return <Failure error={later.error} onRetry={again} />;
    case 'ready':
      return (
        <PicturePages
          table={table}
          load={(row) => readDigit(table, row)}
          caption={(row) => String(later.value.get('label')?.[row])}
          perPage={120}
          noun="digits"
          width="3rem"
          isSmall
        />
      );
    default:
      return later satisfies never;
  }
}

/** Ink on paper, as digits are written: 0 is background. */
async function readDigit(table: DrawingProps['table'], at: number) {
  const { file, row } = await table.openRow(at);
  const { pixels } = await file.readRows(digitsTable, ['pixels'], { start: row, end: row + 1 });
  const [height = 0, width = 0] = pixels.shape;
  return {
    width,
    height,
    rgb: Uint8Array.from(
      { length: 3 * pixels.data.length },
      (_, i) => 255 - (pixels.data[Math.floor(i / 3)] ?? 0),
    ),
  };
}

/** What a network takes pictures for, by what they show. */
export function DrawPredictedLabels({ table }: DrawingProps) {
  return (
    <OneShard table={table} of={predictedLabelsTable} label="network">
      {(rows) => <Confusion rows={rows} />}
    </OneShard>
  );
}

function Confusion({ rows }: { readonly rows: RowsOf<typeof predictedLabelsTable> }) {
  const { classes, counts } = useMemo(() => confusionOf(rows), [rows]);
  const right = classes.reduce((sum, label) => sum + (counts.get(`${label} ${label}`) ?? 0), 0);
  return (
    <>
      <p>
        {percent(right / rows.label.length)} told right. Lines are what pictures show, columns what they were
        taken for.
      </p>
      <div class="scroll" role="region" aria-label="What was taken for what" tabIndex={0}>
        <table class="artefact-confusion">
          <thead>
            <tr>
              <th scope="col">shows</th>
              {classes.map((label) => (
                <th scope="col" class="number">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {classes.map((label) => (
              <tr>
                <th scope="row">{label}</th>
                {classes.map((taken) => (
                  <td class={`number${label === taken ? ' right' : ''}`}>
                    {counts.get(`${label} ${taken}`) ?? ''}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function confusionOf({ label, predicted }: RowsOf<typeof predictedLabelsTable>) {
  const counts = new Map<string, number>();
  for (const [i, shown] of label.entries()) {
    const key = `${shown} ${predicted[i]}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const classes = [...new Set([...label, ...predicted])].sort((one, other) => one - other);
  return { classes, counts };
}
