/** The path of an archive's entry with '/' between its segments, or an error when it leads out of the folder. */
export function safePath(path: string): string {
  const segments = path.split(/[\\/]/);
  const absolute = segments[0] === '' || /^[a-z]:/i.test(path);
  if (path === '' || absolute || segments.includes('..') || path.includes('\0')) {
    throw new Error(`the path ${JSON.stringify(path)} leads out of the archive; nothing was extracted`);
  }
  return segments.filter((segment) => segment !== '' && segment !== '.').join('/');
}
