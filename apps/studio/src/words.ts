import { counted, grouped } from '@tintype/report';
import { showBytes } from '@tintype/terminal/neutral';

import type { StageStatus } from './data/plans.ts';

/** When something was made, as people write it: "29 Nov 2026, 14:45". */
export function showTime(iso: string): string {
  const look = {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  } as const;
  return new Intl.DateTimeFormat('en-GB', look).format(new Date(iso));
}

/** What an artefact holds, in a few words: "24 images · 1.2 MB", "5 tables · 641 kB". */
export function showContents({ rows, files, bytes }: Pick<StageStatus, 'rows' | 'files' | 'bytes'>): string {
  const tables = Object.entries(rows);
  const [only] = tables;
  const rowsText =
    only && tables.length === 1 ? `${grouped(only[1])} ${only[0]}` : counted(tables.length, 'table');
  const filesText = counted(files, 'file');
  return `${tables.length > 0 ? rowsText : filesText} · ${showBytes(bytes)}`;
}

/** All tables of an artefact with their rows: "usage 18,552 · rows 576". */
export function showRows(rows: StageStatus['rows']): string {
  return Object.entries(rows)
    .map(([table, count]) => `${table} ${grouped(count)}`)
    .join(' · ');
}

/** The command that runs a recipe, as a person types it. */
export function runCommand(pipeline: string, recipe: string, stage = 'all'): string {
  return `npx nx run ${pipeline}:${stage}${recipe === 'default' ? '' : ` -c ${recipe}`}`;
}
