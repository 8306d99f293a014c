import type { Compute } from '@tintype/executor';

export { convert } from '../../src/compute/convert.ts';

/** Arithmetic of so many steps and a blob of a few bytes: what is left of a shard when nothing is read. */
export const spin: Compute<{ readonly steps: number }> = async ({ name, settings: { steps } }) => {
  let value = 1;
  for (let step = 0; step < steps; step++) value = Math.sqrt(value + step);
  return [{ name, rows: 0, bytes: new TextEncoder().encode(`${name} ${value}`) }];
};
