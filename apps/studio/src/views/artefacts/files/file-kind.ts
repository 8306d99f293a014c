/** How a file is looked at. */
export type FileKind = 'picture' | 'page' | 'model' | 'json' | 'text' | 'other';

const ENDINGS: Readonly<Record<string, FileKind>> = {
  png: 'picture',
  jpg: 'picture',
  svg: 'picture',
  html: 'page',
  json: 'json',
  md: 'text',
  txt: 'text',
};

/** By its name: blobs have no other type. */
export function kindOf(name: string): FileKind {
  if (name.endsWith('/model.json')) return 'model';
  return ENDINGS[/\.(\w+)$/.exec(name)?.[1] ?? ''] ?? 'other';
}
