import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { ShardOutput } from '@tintype/executor';
import { inputFromBytes, shardRequest } from '@tintype/executor/testing';
import { parseFacts, priorTable } from '@tintype/records';

import { derive } from '../../src/compute/prior.ts';
import { train, type TrainTask } from '../../src/compute/train.ts';
import { priorSettings } from '../../src/schemas/prior.ts';
import { trainSettings } from '../../src/schemas/train.ts';
import type { RunArtefacts } from './run-artefacts.ts';

/** What a variant changes of the settings of a recipe that names none. */
export interface Variant {
  readonly name: string;
  readonly prior?: Readonly<Record<string, unknown>>;
  readonly train?: Readonly<Record<string, unknown>>;
}

export interface TrainedVariant {
  readonly model: { readonly 'model.json': Uint8Array; readonly 'weights.bin': Uint8Array };
  readonly backEnd: string;
}

/** The tables that the stage `prior` derives: what a variant trains with, and what its balanced AuC weighs by. */
export interface DerivedPrior {
  readonly prior: Uint8Array;
  readonly balance: Uint8Array;
  readonly gamut: TrainTask['gamut'];
}

/** The prior of a variant as the stage `prior` derives it. */
export async function derivePrior(run: RunArtefacts, variant: Variant): Promise<DerivedPrior> {
  const { gamut, window, lambda, smoothing } = priorSettings.parse(variant.prior ?? {});
  const settings = { gamut, window, lambda, smoothing, photos: run.photos };
  const derived = await derive(shardRequest({ name: 'prior', inputs: run.counts, settings }));
  const facts = parseFacts(priorTable, outputOf(derived, 'prior'));
  return {
    prior: bytesOf(derived, 'prior'),
    balance: bytesOf(derived, 'balance'),
    gamut: { kind: facts.gamut, window: facts.window },
  };
}

/** Trains a variant as the stage `train` does, without its place in the store. */
export async function trainVariant(run: RunArtefacts, variant: Variant): Promise<TrainedVariant> {
  const folder = await mkdtemp(join(tmpdir(), 'tintype-bench-'));
  try {
    const { prior, gamut } = await derivePrior(run, variant);
    const inputs = [inputFromBytes('prior', prior), ...run.patches];
    const settings: TrainTask = { ...trainSettings.parse(variant.train ?? {}), gamut };
    const made = await train(
      shardRequest({ name: 'train', inputs, settings, checkpoints: join(folder, 'checkpoints') }),
    );
    return {
      model: {
        'model.json': bytesOf(made, 'trained/model.json'),
        'weights.bin': bytesOf(made, 'model/weights.bin'),
      },
      backEnd: String(made.find(({ facts }) => facts !== undefined)?.facts?.['backEnd']),
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

function bytesOf(outputs: readonly ShardOutput[], name: string): Uint8Array {
  return outputOf(outputs, name).bytes;
}

function outputOf(outputs: readonly ShardOutput[], name: string): ShardOutput {
  const found = outputs.find((output) => output.name === name);
  if (found === undefined) throw new Error(`Internal error: expected an output ${name}`);
  return found;
}
