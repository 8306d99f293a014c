import type { BackEndChoice } from '@tintype/network';
import { type Folders, type ShardSpec, toInput } from '@tintype/stage';
import type { Shard } from '@tintype/store';

import { imageWork } from '../forecast/work.ts';
import { BUNDLED, findModel, placesIn, requireFile } from '../models/find-model.ts';

export interface BesideInputs {
  readonly backEnd: BackEndChoice;
  /** Held-out photos, and the pixels of their sides. */
  readonly images: readonly Shard[];
  readonly size: number;
  readonly balance: Shard;
  /** `model.json` of the model beside which the bundled one is shown. */
  readonly model: Shard;
}

/** What the bundled model makes of the same photos. */
export async function planBundled(
  { backEnd, images, size, balance, model }: BesideInputs,
  folders: Pick<Folders, 'workspace' | 'data'>,
): Promise<readonly ShardSpec[]> {
  const found = await findModel(BUNDLED, placesIn(folders));
  const bundled = await Promise.all(
    ['model.json', 'weights.bin'].map(async (file) => ({
      name: `bundled/${file}`,
      ...(await requireFile(found, file)),
    })),
  );
  return images.map((shard) => ({
    key: {
      name: `bundled/${shard.name}`,
      compute: 'colourBeside',
      settings: { backEnd },
      inputs: [toInput(shard, 'images'), toInput(balance), toInput(model, 'model.json'), ...bundled],
    },
    hints: { work: imageWork(shard.rows, size) },
  }));
}
