import { nearest, UserError } from '@tintype/stage';
import type { Json, Manifest, Shard, Store } from '@tintype/store';

import { type Question, reportTable, type TableFile, type TableReport } from './table-report.ts';

/** An artefact as `inspect <stage> --json` prints it. */
export interface ArtefactReport {
  readonly pipeline: string;
  readonly recipe: string;
  readonly stage: string;
  readonly fingerprint: string;
  readonly inputs: Manifest['inputs'];
  readonly settings: Json;
  readonly summary: Json;
  readonly tables: readonly TableReport[];
  /** Blobs that are no tables: pictures, pages, model files. */
  readonly files: readonly BlobFile[];
}

export interface BlobFile {
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
}

/** Looks into the blobs of an artefact. */
export async function reportArtefact(
  manifest: Manifest,
  store: Store,
  question: Question,
): Promise<ArtefactReport> {
  const { pipeline, recipe, stage, fingerprint, inputs, settings, summary } = manifest;
  await refuseMissing(manifest, store);
  const tables: TableReport[] = [];
  for (const files of tablesOf(manifest, store).values()) tables.push(await reportTable(files, question));
  refuseUnknownColumn(tables, question);
  const files = manifest.shards
    .filter(({ table }) => table === undefined)
    .map(({ name, sha256, bytes }) => ({ name, path: store.blobPath(sha256), bytes }));
  return { pipeline, recipe, stage, fingerprint, inputs, settings, summary, tables, files };
}

/** The Arrow files of an artefact by table, in the order of its shards. */
export function tablesOf({ shards }: Manifest, store: Store): ReadonlyMap<string, readonly TableFile[]> {
  const tables = new Map<string, TableFile[]>();
  for (const shard of shards) {
    if (shard.table === undefined) continue;
    tables.set(shard.table, [...(tables.get(shard.table) ?? []), fileOf(shard, store)]);
  }
  return tables;
}

function fileOf({ name, sha256, bytes, rows }: Shard, store: Store): TableFile {
  return { name, path: store.blobPath(sha256), bytes, rows };
}

async function refuseMissing({ pipeline, recipe, stage, shards }: Manifest, store: Store): Promise<void> {
  for (const { name, sha256, bytes } of shards) {
    if (await store.hasBlob(sha256, bytes)) continue;
    const again = `npx nx run ${pipeline}:${stage}${recipe === 'default' ? '' : ` -c ${recipe}`} --skip-nx-cache`;
    throw new UserError(
      `${stage}: shard ${name}: expected ${bytes} bytes in ${store.blobPath(sha256)}, found less or nothing: run "${again}"`,
    );
  }
}

/** Throws when no table has the column that was asked for. */
export function refuseUnknownColumn(tables: readonly TableReport[], { column }: Question): void {
  const known = [...new Set(tables.flatMap(({ columns }) => columns.map(({ name }) => name)))];
  if (column === undefined || known.includes(column)) return;
  const hint = nearest(column, known);
  throw new UserError(
    `inspect: no column "${column}": ${hint ? `did you mean "${hint}"?` : `expected one of ${known.join(', ')}`}`,
    2,
  );
}
