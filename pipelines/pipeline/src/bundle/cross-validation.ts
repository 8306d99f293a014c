import { UserError } from '@tintype/stage';
import { describeError, readTextIfThere } from '@tintype/store';
import { z } from 'zod';

import { methodRowSchema } from '../schemas/method-rows.ts';

const crossValidationSchema = z.object({
  folds: z.int().min(2),
  /** Photos that were measured, each by the model of the fold that held it out. */
  photos: z.int().min(1),
  /** The one of the network that the leads are of. */
  temperature: z.number(),
  rows: z.array(methodRowSchema).min(1),
});

/** What models of the recipe scored on photos that they did not see, every photo having been held out once. */
export type CrossValidation = z.output<typeof crossValidationSchema>;

/** Reads it from a JSON file, or gives null when there is no such file. Throws a UserError on another form. */
export async function readCrossValidation(file: string): Promise<CrossValidation | null> {
  const text = await readTextIfThere(file);
  if (text === null) return null;
  const parsed = crossValidationSchema.safeParse(parseJson(file, text));
  if (parsed.success) return parsed.data;
  throw new UserError(`${file}: not a cross-validation: ${z.prettifyError(parsed.error)}`);
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError(`${file}: expected JSON: ${describeError(error)}`);
  }
}
