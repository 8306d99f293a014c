import {
  checkArrowBytes,
  type LightnessRows,
  lightnessTable,
  type PriorRows,
  priorTable,
  rowsTable,
} from '@tintype/records';

import { decodeLightnessUsage } from '../prior/lightness-usage.ts';

/** The tables of `prior` that say what colours training saw, and how common they are in all photos; they lie in a model's folder as `<name>.arrow`. */
export const TRAINING_TABLES = ['prior', 'balance', 'lightness', 'lightness-usage', 'rows'] as const;

export type TrainingTable = (typeof TRAINING_TABLES)[number];

/** What baselines and the weights of the balanced AuC are derived from. */
export interface TrainingColours {
  readonly prior: PriorRows;
  /** How common the same bins are in all photos of the run, whatever their split, smoothed as few photos ask for. */
  readonly balance: PriorRows;
  readonly perLightness: LightnessRows;
  /** Pixels of each lightness and cell of the ab plane. */
  readonly cells: Float64Array;
  /** Of images of one size: as many rows as they have. */
  readonly perRow: ReturnType<typeof rowsTable.decode>;
}

/** Reads the tables; null when any of them is not there, as in a model folder that was made by another program. */
export async function readTrainingColours(
  readIfThere: (name: TrainingTable) => Promise<Uint8Array | null>,
): Promise<TrainingColours | null> {
  const [prior, balance, lightness, usage, rows] = await Promise.all(
    TRAINING_TABLES.map(async (name) => checked(await readIfThere(name), name)),
  );
  if (!prior || !balance || !lightness || !usage || !rows) return null;
  return {
    prior: priorTable.decode(prior, 'prior'),
    balance: priorTable.decode(balance, 'balance'),
    perLightness: lightnessTable.decode(lightness, 'lightness'),
    cells: decodeLightnessUsage(usage, 'lightness-usage'),
    perRow: rowsTable.decode(rows, 'rows'),
  };
}

/** A model folder may come from anyone. */
function checked(bytes: Uint8Array | null, name: TrainingTable): Uint8Array | null {
  if (bytes !== null) checkArrowBytes(bytes, `${name}.arrow`);
  return bytes;
}
