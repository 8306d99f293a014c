import { join } from 'node:path';

import type { Input, ShardInput } from '@tintype/executor';
import type { Start } from '@tintype/network';
import type { Folders } from '@tintype/stage';

import { findModel, findModelIn, type FoundModel, placesIn, requireFile } from '../models/find-model.ts';
import type { TrainStageSettings } from '../schemas/train.ts';

/** `train.start` of a training that draws all its parameters. */
const RANDOM = 'random';

/** How the files that a training starts from are called among its inputs. */
const FOLDER = 'start/';

/** The files that a training starts from; none where it draws all its parameters. Throws where they are not there. */
export async function findStart(
  { start, network }: Pick<TrainStageSettings, 'start' | 'network'>,
  folders: Pick<Folders, 'workspace' | 'data'>,
): Promise<readonly ShardInput[]> {
  if (start === RANDOM || (start === null && network.kind !== 'pretrained')) return [];
  if (start === null) return locate(encoderFolder(folders), ['encoder.json', 'weights.bin']);
  return locate(await findModel(start, placesIn(folders)), ['model.json', 'weights.bin']);
}

function encoderFolder({ data }: Pick<Folders, 'data'>): FoundModel {
  return findModelIn(join(data, 'models', 'efficientnet-lite0'), 'efficientnet-lite0');
}

function locate(found: FoundModel, files: readonly string[]): Promise<readonly ShardInput[]> {
  return Promise.all(
    files.map(async (file) => ({ name: `${FOLDER}${file}`, ...(await requireFile(found, file)) })),
  );
}

/** What `findStart` found, read; null where there was nothing. */
export async function readStart(inputs: readonly Input[]): Promise<Start | null> {
  const read = (file: string) => inputs.find(({ name }) => name === `${FOLDER}${file}`)?.read();
  const [weights, encoder, model] = await Promise.all(
    ['weights.bin', 'encoder.json', 'model.json'].map(read),
  );
  if (weights === undefined) return null;
  if (encoder !== undefined)
    return { kind: 'encoder', files: { 'encoder.json': encoder, 'weights.bin': weights } };
  if (model !== undefined) return { kind: 'model', files: { 'model.json': model, 'weights.bin': weights } };
  throw new Error('Internal error: expected encoder.json or model.json beside the weights of a start');
}
