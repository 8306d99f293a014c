import { z } from 'zod';

import { evaluateSummary } from './method-rows.ts';

const temperature = z.number().min(0.001).max(1);

export const evaluateSettings = z.strictObject({
  temperatures: z
    .array(temperature)
    .min(1)
    .default([0.01, 0.2, 0.38, 0.7, 1])
    .describe('Decoding temperatures to compare: towards 0 the likeliest colour, 1 the mean.'),
  temperature: temperature
    .nullable()
    .default(null)
    .describe('The one whose figures stand for the model; null: the model’s own. Added when missing.'),
  coherence: z
    .number()
    .min(0)
    .max(1)
    .nullable()
    .default(null)
    .describe('How far colours agree with their neighbours; null: as far as the model says.'),
  saturation: z
    .number()
    .min(0)
    .max(4)
    .nullable()
    .default(null)
    .describe('What the chroma is multiplied by; null: what the model says.'),
  gallery: z.int().min(1).max(100).default(12).describe('Held-out photos shown in the report.'),
});

export type EvaluateSettings = z.output<typeof evaluateSettings>;

export const evaluateSchemas = { name: 'evaluate', settings: evaluateSettings, summary: evaluateSummary };
