import type { MetricsRows } from '@tintype/records';

/**
 * The rows of a table with those of the network at the temperature `own` under `label`, so that models which chose
 * other temperatures stand together; rows that had that label before are left out.
 */
export function relabel(table: MetricsRows, own: number, label: number): MetricsRows {
  if (own === label) return table;
  const at = Math.fround;
  const kept = [...table.temperature.keys()].filter((i) => table.temperature[i] !== at(label));
  const pick = (column: Float64Array) => Float64Array.from(kept, (i) => column[i]);
  const { photo, method, temperature, ...numbers } = table;
  const columns = Object.entries(numbers).map(([name, column]) => [name, pick(column)] as const);
  return {
    ...{ ...numbers, ...Object.fromEntries(columns) },
    photo: kept.map((i) => photo[i] ?? ''),
    method: kept.map((i) => method[i] ?? ''),
    temperature: Float32Array.from(kept, (i) => (temperature[i] === at(own) ? label : temperature[i])),
  };
}
