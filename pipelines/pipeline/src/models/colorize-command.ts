import type { IngestSettings } from '../schemas/ingest.ts';

/**
 * The command that colours a recipe's own photos with the bundled model, as a shell takes it. They lie in a folder for
 * each kind, where `colorize` looks only when told to.
 */
export function colorizeCommand({ source }: Pick<IngestSettings, 'source'>): string {
  const photos = source.kind === 'folder' ? `${quoted(source.path)} --recursive` : '<photos>';
  return `npx tintype colorize ${photos} --out coloured`;
}

function quoted(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}
