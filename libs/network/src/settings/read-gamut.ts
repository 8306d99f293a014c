import type { Gamut } from '@tintype/colour';
import { z } from 'zod';

import { modelMetadata } from '../model/model-metadata.ts';

const modelJson = z.object({
  userDefinedMetadata: z.object({ tintype: z.object({ gamut: modelMetadata.shape.gamut }) }),
});

/** The gamut that a saved model predicts, from its `model.json`, without TensorFlow.js. Throws when there is none in it. */
export function readGamut(bytes: Uint8Array): Gamut {
  const parsed = modelJson.safeParse(parseJson(new TextDecoder().decode(bytes)));
  if (!parsed.success)
    throw new Error(`model.json: ${z.prettifyError(parsed.error)}; is this a Tintype model, whole?`);
  const { kind, window, bins } = parsed.data.userDefinedMetadata.tintype.gamut;
  return { kind, window, bins: Float32Array.from(bins.flat()) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error('model.json: expected JSON, got something else; copy the model folder again');
  }
}
