import type { Json } from '@tintype/store';

import type { Pipeline } from '../pipeline.ts';
import type { ForecastSurroundings, Upstream } from '../rates/forecast.ts';
import { predictMs, toItems } from '../rates/predict.ts';
import type { RecipeRates } from '../rates/rates.ts';

/** A stage of a run that is to be predicted from records. */
export interface RecordedStage extends Omit<ForecastSurroundings, 'inputs'> {
  /** What was measured of it. */
  readonly rates: RecipeRates;
  /** Computations that the run does; all that are forecast when absent. */
  readonly computes?: readonly string[];
}

/** Seconds that each stage is likely to take on so many threads, by its forecast and recorded rates. */
export function predictRun(
  { stages }: Pipeline,
  recorded: Readonly<Record<string, RecordedStage>>,
  threads: number,
): Readonly<Record<string, number>> {
  const upstream = new Map<string, Upstream>();
  const seconds = stages.map(({ name, forecast }): [string, number] => {
    const { rates, computes, ...known } = recordOf(recorded, name);
    const told = forecast({ ...known, inputs: upstream });
    upstream.set(name, { manifest: null, settings: known.settings, amounts: told?.amounts ?? null });
    const work = (told?.work ?? []).filter(({ compute }) => computes?.includes(compute) ?? true);
    const settings: Json = known.settings;
    const predicted = predictMs(work.flatMap(toItems), { rates: [rates], settings, threads });
    if (predicted === null) throw new Error(`${name}: expected a rate for each of its computations`);
    return [name, predicted.likely / 1000];
  });
  return Object.fromEntries(seconds);
}

function recordOf(recorded: Readonly<Record<string, RecordedStage>>, name: string): RecordedStage {
  const found = recorded[name];
  if (found === undefined) throw new Error(`expected a record of ${name}`);
  return found;
}
