import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import type { ShardExecutor, ShardKey, ShardTask } from '@tintype/executor';
import { photosTable, priorTable } from '@tintype/records';
import { sealedJson, sha256, type Shard } from '@tintype/store';
import { from, map } from 'rxjs';

import { type InspectedPhoto, type ListedPhotos, unpackRows } from '../../src/ingest/photo-rows.ts';

/** What a computation would leave, without its pixels. */
type MadeUp = Omit<Shard, 'fingerprint' | 'sha256' | 'bytes'> & { readonly content: Uint8Array | string };

/**
 * Leaves in the store as many files as the computations of the first four stages would, of a few bytes each: what is
 * left to measure is listing, planning, looking up and committing. Nothing is synced, as nothing is to be kept.
 */
export function createMadeUpExecutor(): ShardExecutor {
  return {
    name: 'made-up',
    map: (tasks) =>
      from(tasks).pipe(
        map((task) => ({ type: 'shard-done', name: task.key.name, shards: commit(task), ms: 1 }) as const),
      ),
    close: async () => {},
  };
}

function commit({ key, fingerprint, storeRoot }: ShardTask): readonly Shard[] {
  const shards = makeUp(key).map(({ content, ...described }) => {
    const bytes = Buffer.from(content);
    const digest = sha256(bytes);
    write(join(storeRoot, 'blobs', digest.slice(0, 2), digest), bytes);
    return { ...described, fingerprint, sha256: digest, bytes: bytes.byteLength };
  });
  write(join(storeRoot, 'shards', fingerprint.slice(0, 2), `${fingerprint}.json`), sealedJson({ shards }));
  return shards;
}

const made = new Set<string>();

function write(file: string, bytes: Uint8Array | string): void {
  const folder = dirname(file);
  if (!made.has(folder)) mkdirSync(folder, { recursive: true });
  made.add(folder);
  writeFileSync(file, bytes);
}

/** The tables that `count` gives of each shard of images. */
const COUNTED = ['usage', 'lightness', 'rows', 'lightness-usage'];

function makeUp({ name, compute, settings, inputs }: ShardKey): readonly MadeUp[] {
  const rows = inputs.length;
  switch (compute) {
    case 'inspect':
      return [{ name, rows, content: JSON.stringify(inputs.map((input) => headerOf(input.name))) }];
    case 'tabulate':
      return [tabulate(name, settings as unknown as ListedPhotos)]; // as the stage wrote them
    case 'convert':
      return [
        { name, rows, content: name, table: 'images', facts: { grey: [], toned: [], undecodable: [] } },
      ];
    case 'count':
      return COUNTED.map((table) => ({ name: `${name}/${table}`, rows, content: `${name} ${table}`, table }));
    case 'derive':
      return [derived(name)];
    default:
      return [{ name, rows, content: name }];
  }
}

function headerOf(photo: string): InspectedPhoto {
  return { photo, width: 64, height: 64, format: 'jpeg', reason: '', notes: [] };
}

function tabulate(name: string, listed: ListedPhotos): MadeUp {
  const rows = unpackRows(listed);
  const sides = new Int32Array(rows.photo.length).fill(64);
  const content = photosTable.encode({
    ...rows,
    ...{ width: sides, height: sides },
    format: rows.photo.map(() => 'jpeg'),
    status: rows.photo.map(() => 'kept'),
    reason: rows.photo.map(() => ''),
  });
  return { name, rows: rows.photo.length, content, table: photosTable.name };
}

/** A gamut of one bin. */
function derived(name: string): MadeUp {
  const [zero, one] = [new Float64Array(1), new Float64Array(1).fill(1)];
  const content = priorTable.encode({
    ...{ bin: [0], a: zero, b: zero },
    ...{ count: one, probability: one, weight: one },
  });
  const facts = { gamut: 'dataset', window: 10, beyond: 0 };
  return { name, rows: 1, content, table: priorTable.name, facts };
}
