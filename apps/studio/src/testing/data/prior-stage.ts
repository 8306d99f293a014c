import { lightnessTable, lightnessUsageTable, priorTable, rowsTable, usageTable } from '@tintype/records';

import { MADE_PHOTOS } from './made-photos.ts';
import type { MadeBlob, MadeStage } from './write-artefact.ts';

/** Pixels of each photo's one colour. */
const COUNTS = MADE_PHOTOS.map((_, i) => 100 * (i + 1));
const FACTS = { gamut: 'dataset', window: 10, beyond: 0 };

export function prior(): MadeStage {
  return {
    stage: 'prior',
    settings: {},
    summary: { bins: MADE_PHOTOS.length, ...FACTS, weightMin: 0.5, weightMax: 4 },
    blobs: [usage(), ...lightnessTables(), bins()],
  };
}

function usage(): MadeBlob {
  const bytes = usageTable.encode({
    class: MADE_PHOTOS.map((photo) => photo.class),
    a: MADE_PHOTOS.map(({ ab: [a] }) => a),
    b: MADE_PHOTOS.map(({ ab: [, b] }) => b),
    count: COUNTS,
  });
  return { name: 'usage', bytes, rows: COUNTS.length, table: usageTable };
}

function lightnessTables(): readonly MadeBlob[] {
  const levels = Array.from({ length: 11 }, (_, i) => 10 * i);
  const each = (value: number) => levels.map(() => value);
  const sums = { count: each(50), sumA: each(50_000), sumB: each(-100_000) };
  const cells = { lightness: levels, a: each(0), b: each(0), count: each(7) };
  const rows = levels.length;
  return [
    {
      name: 'lightness',
      bytes: lightnessTable.encode({ lightness: levels, ...sums }),
      rows,
      table: lightnessTable,
    },
    { name: 'rows', bytes: rowsTable.encode({ row: levels, ...sums }), rows, table: rowsTable },
    { name: 'lightness-usage', bytes: lightnessUsageTable.encode(cells), rows, table: lightnessUsageTable },
  ];
}

/** A bin for each photo, in the order of a gamut. */
function bins(): MadeBlob {
  const all = COUNTS.reduce((sum, count) => sum + count, 0);
  const sorted = MADE_PHOTOS.map(({ ab: [a, b] }, i) => ({ a, b, count: COUNTS[i] ?? 0 })).sort(
    (one, other) => one.a - other.a || one.b - other.b,
  );
  const bytes = priorTable.encode({
    bin: sorted.map((_, i) => i),
    a: sorted.map(({ a }) => a),
    b: sorted.map(({ b }) => b),
    count: sorted.map(({ count }) => count),
    probability: sorted.map(({ count }) => count / all),
    weight: sorted.map(({ count }) => all / count / sorted.length),
  });
  return { name: 'prior', bytes, rows: sorted.length, table: priorTable, facts: FACTS };
}
