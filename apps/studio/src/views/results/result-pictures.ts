import { labPicture, type Picture } from '@tintype/images/lab-picture';
import { heldOutShards, type Run } from '@tintype/pipeline/runs';
import { imagesTable, predictionsTable } from '@tintype/records';

import { exactTemperature, readLab, readRgb } from '../../data/read-pictures.ts';
import { openShards, type ShardedTable } from '../../data/sharded-table.ts';

/** A photo as the network saw it and as it was. */
export interface SeenPhoto {
  readonly grey: Picture;
  readonly truth: Picture;
}

/** The pictures of a result, each loaded when it is asked for. */
export interface ResultPictures {
  /** Of which there are predictions. */
  readonly photos: readonly string[];
  readonly temperatures: readonly number[];
  readSeen(photo: string): Promise<SeenPhoto>;
  /** Throws where the network was not decoded at this temperature. */
  readPrediction(photo: string, temperature: number): Promise<Picture>;
}

/** Photos that were seen last are kept: each is asked for twice, in grey and in colours. */
const KEPT = 48;

export async function openResultPictures(run: Run, signal: AbortSignal): Promise<ResultPictures> {
  const images = openShards(imagesTable.name, heldOutShards(run), signal);
  const predicted = run.artefacts.evaluate.shards.filter(({ table }) => table === predictionsTable.name);
  const predictions = openShards(predictionsTable.name, predicted, signal);
  const [seen, made] = await Promise.all([
    columns(images, ['photo']),
    columns(predictions, ['photo', 'temperature']),
  ]);
  const imageRows = rowsBy((seen.get('photo') ?? []).map(String));
  const temperatures = (made.get('temperature') ?? []).map((value) => exactTemperature(Number(value)));
  const photos = (made.get('photo') ?? []).map(String);
  const predictionRows = rowsBy(photos.map((photo, row) => keyOf(photo, temperatures[row] ?? NaN)));
  return {
    photos: [...new Set(photos)],
    temperatures: [...new Set(temperatures)].sort((one, other) => one - other),
    readSeen: keepLast(KEPT, (photo) => readSeen(images, rowIn(imageRows, photo, run.recipe))),
    readPrediction: (photo, temperature) =>
      readPrediction(predictions, rowIn(predictionRows, keyOf(photo, temperature), run.recipe)),
  };
}

function columns(table: ShardedTable, names: readonly string[]) {
  return table.readColumns(names, { start: 0, end: table.rows });
}

function keyOf(photo: string, temperature: number): string {
  return `${photo} at T = ${temperature}`;
}

function rowsBy(keys: readonly string[]): ReadonlyMap<string, number> {
  return new Map(keys.map((key, row) => [key, row]));
}

function rowIn(rows: ReadonlyMap<string, number>, key: string, recipe: string): number {
  const row = rows.get(key);
  if (row !== undefined) return row;
  throw new Error(`The run of ${recipe} has not held out this photo (${key})`);
}

async function readSeen(table: ShardedTable, at: number): Promise<SeenPhoto> {
  const { file, row } = await table.openRow(at);
  const { lab, width, height } = await readLab(file, row);
  const grey = lab.map((value, i) => (i % 3 === 0 ? value : 0));
  return { truth: labPicture(lab, width, height), grey: labPicture(grey, width, height) };
}

async function readPrediction(table: ShardedTable, at: number): Promise<Picture> {
  const { file, row } = await table.openRow(at);
  return readRgb(file, predictionsTable, row);
}

/** Keeps the answers that were asked for last; what fails is asked for again. */
function keepLast<Answer>(
  most: number,
  ask: (key: string) => Promise<Answer>,
): (key: string) => Promise<Answer> {
  const kept = new Map<string, Promise<Answer>>();
  return (key) => {
    const answer = kept.get(key) ?? ask(key);
    kept.delete(key);
    kept.set(key, answer);
    answer.catch(() => kept.delete(key));
    const [oldest] = kept.keys();
    if (kept.size > most && oldest !== undefined) kept.delete(oldest);
    return answer;
  };
}
