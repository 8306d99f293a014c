import type { Decoding } from '@tintype/network';

import type { EvaluateSettings } from '../schemas/evaluate.ts';

/** How a run decodes its model: as the recipe says, and as the model does where it says nothing. */
export function resolveDecoding(
  { temperature, coherence, saturation }: Pick<EvaluateSettings, keyof Decoding>,
  model: Decoding,
): Decoding {
  return {
    temperature: temperature ?? model.temperature,
    coherence: coherence ?? model.coherence,
    saturation: saturation ?? model.saturation,
  };
}
