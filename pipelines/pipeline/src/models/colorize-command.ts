import type { IngestSettings } from '../schemas/ingest.ts';

/** The command that colours a recipe's own photos with the bundled model, as a shell takes it. */
export function colorizeCommand({ source }: Pick<IngestSettings, 'source'>): string {
  return `npx tintype colorize ${source.kind === 'folder' ? quoted(source.path) : '<photos>'} --out coloured`;
}

function quoted(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}
