import type { Input } from '@tintype/executor';
import type { BackEndChoice, Model } from '@tintype/network';
import { openBackEnd } from '@tintype/network/node';
import { loadRebuilt } from '@tintype/network/rebuilt';

import { readInput } from '../../read-input.ts';
import type { ColouringModel } from '../measure-images.ts';
import type { Colourer } from '../open-colourer.ts';
import { keepOpen } from './keep-open.ts';

/** What a model is opened by: every input but the shard of images. */
interface ModelRequest {
  readonly inputs: readonly Input[];
  readonly settings: { readonly backEnd: BackEndChoice };
  /** The folder among the inputs in which its files lie, such as `bundled/`; empty where they lie in none. */
  readonly model: string;
}

/** Opens a model with its ways to colour once for all shards that are computed with the same ones in this thread. */
export function keepColouringModel(): (
  request: ModelRequest,
  openColourer: (model: Model) => Promise<Colourer>,
) => Promise<ColouringModel> {
  const keep = keepOpen<ColouringModel>(({ model }) => model.dispose());
  return async (request, openColourer) => {
    await openBackEnd(request.settings.backEnd);
    return keep(keyOf(request), async () => {
      const model = await readModel(request);
      return { model, colourer: await openColourer(model) };
    });
  };
}

function keyOf({ inputs, settings }: ModelRequest): string {
  const known = inputs.filter(({ name }) => name !== 'images').map(({ name, sha256 }) => [name, sha256]);
  return JSON.stringify([settings, known]);
}

async function readModel({ inputs, model }: ModelRequest): Promise<Model> {
  return loadRebuilt({
    'model.json': await readInput(inputs, `${model}model.json`),
    'weights.bin': await readInput(inputs, `${model}weights.bin`),
  });
}
