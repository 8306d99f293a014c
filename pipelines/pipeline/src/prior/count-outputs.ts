import type { ColourCounts, ColourSums } from '@tintype/colour';
import type { ShardOutput } from '@tintype/executor';
import { lightnessTable, lightnessUsageTable, rowsTable, usageTable } from '@tintype/records';

import { encodeUsage } from './colour-usage.ts';
import { encodeLightnessUsage } from './lightness-usage.ts';

/** How common each colour is, by class. */
export function usageOutput(name: string, usage: ColourCounts['usage']): ShardOutput {
  const { bytes, rows } = encodeUsage(usage);
  return { name, table: usageTable.name, bytes, rows };
}

/** What the baselines look up: mean colours per lightness and per row, and how often each colour is at each lightness. */
export function baselineOutputs(
  prefix: string,
  { lightness, rows, cells }: Omit<ColourCounts, 'usage'>,
): readonly ShardOutput[] {
  const levels = ({ count }: ColourSums) => Int16Array.from(count, (_, i) => i);
  const lightnessBytes = lightnessTable.encode({ lightness: levels(lightness), ...lightness });
  const rowBytes = rowsTable.encode({ row: levels(rows), ...rows });
  return [
    {
      name: `${prefix}lightness`,
      table: lightnessTable.name,
      bytes: lightnessBytes,
      rows: lightness.count.length,
    },
    { name: `${prefix}rows`, table: rowsTable.name, bytes: rowBytes, rows: rows.count.length },
    { name: `${prefix}lightness-usage`, table: lightnessUsageTable.name, ...encodeLightnessUsage(cells) },
  ];
}
