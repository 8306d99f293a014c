import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { listManifests, openStore, sha256, type Shard } from '@tintype/store';

import { type DatedFiles, undated } from '../../layout/lay-out-results.ts';

/**
 * What people and later stages see of a data folder: its finished files and the digests of their bytes, without the
 * times of those that have any.
 */
export async function visibleFiles(
  data: string,
  dated: DatedFiles | null = null,
): Promise<Readonly<Record<string, string>>> {
  const entries = await readdir(data, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(data.length + 1))
    .filter((file) => !isScratch(file))
    .sort();
  const digests = await Promise.all(
    files.map(async (file) => {
      const bytes = await readFile(join(data, file));
      const [, result] = RESULT.exec(file) ?? [];
      return sha256(result !== undefined && dated?.includes(result) ? undated(bytes, dated) : bytes);
    }),
  );
  return Object.fromEntries(files.map((file, i) => [file, digests[i] ?? '']));
}

/** `reports/<pipeline>/<recipe>/<its path there>` */
const RESULT = /^reports\/[^/]+\/[^/]+\/(.+)$/;

/** Drafts, locks, checkpoints, event logs, and what differs between any two stores. */
function isScratch(file: string): boolean {
  return (
    /\.tmp$|(^|\/)\.[^/]+\//.test(file) ||
    /^store\/(events\/|locks\/|rates\/|checkpoints\/|identity$|photo-hashes\.txt$)/.test(file)
  );
}

/** Every artefact that can be found although it is not whole; none may be, whenever a process dies. */
export async function brokenArtefacts(
  data: string,
  dated: DatedFiles | null = null,
): Promise<readonly string[]> {
  const files = await visibleFiles(data, dated);
  const blobs = Object.entries(files).filter(([file]) => file.startsWith('store/blobs/'));
  const records = Object.keys(files).filter((file) => file.startsWith('store/shards/'));
  const manifests = await listManifests(join(data, 'manifests'));
  const named = [
    ...(await Promise.all(records.map((file) => shardsIn(join(data, file))))).flat(),
    ...manifests.flatMap(({ shards }) => shards),
  ];
  const laidOut = manifests.flatMap(({ pipeline, recipe, files: names }) =>
    Object.entries(names).map(([name, digest]) => [`reports/${pipeline}/${recipe}/${name}`, digest] as const),
  );
  const store = openStore(join(data, 'store'));
  const missing = await Promise.all(
    named.map(async ({ sha256: digest, bytes, name }) =>
      (await store.hasBlob(digest, bytes)) ? [] : [`no blob of ${name}`],
    ),
  );
  return [
    ...blobs.flatMap(([file, digest]) => (file.endsWith(digest) ? [] : [`${file} has other bytes`])),
    ...missing.flat(),
    ...laidOut.flatMap(([file, digest]) =>
      files[file] === digest ? [] : [`${file} is not as its manifest says`],
    ),
  ];
}

async function shardsIn(record: string): Promise<readonly Shard[]> {
  return (JSON.parse(await readFile(record, 'utf8')) as { shards: Shard[] }).shards;
}
