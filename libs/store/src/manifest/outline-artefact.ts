import type { Manifest } from './manifest-text.ts';

/** What is in an artefact, as a list of all of them shows it. */
export interface ArtefactOutline {
  readonly pipeline: string;
  readonly recipe: string;
  readonly stage: string;
  readonly shards: number;
  /** Rows by table. */
  readonly rows: Readonly<Record<string, number>>;
  /** How many blobs are no tables. */
  readonly files: number;
  readonly bytes: number;
  readonly fingerprint: string;
}

export function outlineArtefact({ pipeline, recipe, stage, shards, fingerprint }: Manifest): ArtefactOutline {
  const rows: Record<string, number> = {};
  for (const { table, rows: more } of shards) if (table) rows[table] = (rows[table] ?? 0) + more;
  return {
    pipeline,
    recipe,
    stage,
    shards: shards.length,
    rows,
    files: shards.filter(({ table }) => table === undefined).length,
    bytes: shards.reduce((total, { bytes }) => total + bytes, 0),
    fingerprint,
  };
}
