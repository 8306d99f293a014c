/** The class that a photo's path gives it: the part of its name before the first `_`, or its folder. */
export function classOf(path: string, from: 'prefix' | 'folder'): string {
  const parts = path.split('/');
  const name = parts.at(-1) ?? '';
  if (from === 'folder') return parts.at(-2) ?? 'photos';
  return name.includes('_') ? name.slice(0, name.indexOf('_')) : 'photos';
}
