import { join } from 'node:path';

import type { ShardInput } from '@tintype/executor';
import type { Folders } from '@tintype/stage';

import {
  ENCODER,
  findModel,
  findModelIn,
  type FoundModel,
  placesIn,
  requireFile,
} from '../models/find-model.ts';
import type { TrainStageSettings } from '../schemas/train.ts';
import { START } from './read-start.ts';

/** `train.start` of a training that draws all its parameters. */
const RANDOM = 'random';

/** The files that a training starts from; none where it draws all its parameters. Throws where they are not there. */
export async function findStart(
  { start, network }: Pick<TrainStageSettings, 'start' | 'network'>,
  folders: Pick<Folders, 'workspace' | 'data'>,
): Promise<readonly ShardInput[]> {
  if (start === RANDOM || (start === null && network.kind !== 'pretrained')) return [];
  if (start === null) return locate(encoderFolder(folders), ['encoder.json', 'weights.bin']);
  return locate(await findModel(start, placesIn(folders)), ['model.json', 'weights.bin']);
}

function encoderFolder({ workspace }: Pick<Folders, 'workspace'>): FoundModel {
  return findModelIn(join(workspace, 'data', 'models', ENCODER), ENCODER);
}

function locate(found: FoundModel, files: readonly string[]): Promise<readonly ShardInput[]> {
  return Promise.all(
    files.map(async (file) => ({ name: `${START}${file}`, ...(await requireFile(found, file)) })),
  );
}
