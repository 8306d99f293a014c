import { MEASURE_KEYS, METHOD_KEYS, perMeasure } from '@tintype/colour';
import { z } from 'zod';

import { COMPARED } from '../runs/method-row.ts';

const method = z.enum(METHOD_KEYS);
const temperature = z.number().nullable().default(null);

/** What is left out was not measured; null is that, or infinite. */
const scoreShape = {
  method,
  temperature,
  ...perMeasure(() => z.number().nullable().default(null)),
};

const interval = z.tuple([z.number(), z.number()]);
const lead = z.object({ difference: z.number(), interval, isClear: z.boolean() });
const measureKey = z.enum(MEASURE_KEYS);

/** A `MethodRow` as JSON holds it whole. */
export const methodRowSchema = z.object({
  ...scoreShape,
  photos: z.int().min(1),
  intervals: z.partialRecord(measureKey, interval).default({}),
  lead: z.partialRecord(measureKey, lead).default({}),
});

const end = z.number().optional();

/** The summary of `evaluate`: rows of methods as flat lists, which read as tables. */
export const evaluateSummary = z.strictObject({
  scores: z.array(z.strictObject({ ...scoreShape, photos: z.number() })).min(1),
  /** Of the measures that are compared. */
  intervals: z
    .array(
      z.strictObject({
        method,
        temperature,
        ...{ aucBalancedLow: end, aucBalancedHigh: end },
        ...{ aucLow: end, aucHigh: end },
        ...{ rmseAbLow: end, rmseAbHigh: end },
        ...{ hueLow: end, hueHigh: end },
      }),
    )
    .default([]),
  leads: z
    .array(
      z.strictObject({
        over: method,
        measure: z.enum(COMPARED),
        difference: z.number(),
        low: z.number(),
        high: z.number(),
        excludesZero: z.boolean(),
      }),
    )
    .default([]),
});

export type EvaluateSummary = z.output<typeof evaluateSummary>;
