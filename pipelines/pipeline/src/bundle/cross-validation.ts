import { UserError } from '@tintype/stage';
import { messageOf, readTextIfThere } from '@tintype/store';
import { z } from 'zod';

import type { Method, MethodRow } from '../report/report-data.ts';

const METHODS = [
  'network',
  'grey',
  'mean',
  'lightness',
  'lightness-mode',
  'row',
  'soft-truth',
  'nearest-bin',
];

const measure = z.number().nullable().default(null);
const interval = z.tuple([z.number(), z.number()]);
const ofMeasures = <T extends z.ZodType>(value: T) =>
  z.object({ aucBalanced: value, auc: value, rmseAb: value, psnr: value, ssim: value });

const rowSchema = z.object({
  method: z.enum(METHODS as [Method, ...Method[]]),
  temperature: z.number().nullable().default(null),
  aucBalanced: measure,
  auc: measure,
  rmseAb: measure,
  psnr: measure,
  ssim: measure,
  colourfulness: measure,
  colourfulnessRatio: measure,
  colourfulnessAbsolute: measure,
  colourfulnessAbsoluteRatio: measure,
  chromaRatio: measure,
  outOfGamut: measure,
  crossEntropy: measure,
  kl: measure,
  crossEntropyWeighted: measure,
  klWeighted: measure,
  intervals: ofMeasures(interval).partial().default({}),
  lead: ofMeasures(z.object({ difference: z.number(), interval, isClear: z.boolean() }))
    .partial()
    .default({}),
});

const crossValidationSchema = z.object({
  folds: z.int().min(2),
  /** Photos that were measured, each by the model of the fold that held it out. */
  photos: z.int().min(1),
  /** The one of the network that the leads are of. */
  temperature: z.number(),
  rows: z.array(rowSchema).min(1),
});

/** What models of the recipe scored on photos that they did not see, every photo having been held out once. */
export interface CrossValidation extends Omit<z.output<typeof crossValidationSchema>, 'rows'> {
  readonly rows: readonly MethodRow[];
}

/** Reads it from a JSON file, or gives null when there is no such file. Throws a UserError on another form. */
export async function readCrossValidation(file: string): Promise<CrossValidation | null> {
  const text = await readTextIfThere(file);
  if (text === null) return null;
  const parsed = crossValidationSchema.safeParse(parseJson(file, text));
  if (parsed.success) return parsed.data as CrossValidation; // absent and undefined are one here
  throw new UserError(`${file}: not a cross-validation: ${z.prettifyError(parsed.error)}`);
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError(`${file}: expected JSON: ${messageOf(error)}`);
  }
}
