/** A path that leads somewhere, alone on the one line of a file. */
const PATH_ALONE = /^(?:\.{0,2}\/|[A-Za-z]:\\)[^\0-\x1f]+$/;

/**
 * Why a small text lies in the place of a photo: tools that keep photos elsewhere leave a note of where, and a link that
 * was copied by what knows no links is the text of its path. Null where it is no such text.
 */
export function explainPointer(text: string): string | null {
  if (text.startsWith('version https://git-lfs.github.com/'))
    return 'the file is a pointer of Git LFS, not the photo; git lfs pull fetches it';
  if (/^\/?annex\/objects\//.test(text))
    return 'the file is a pointer of git-annex, not the photo; git annex get fetches it';
  const line = text.trimEnd();
  if (!PATH_ALONE.test(line)) return null;
  return `the file holds nothing but the path ${line}: a link that was copied as text; copy the photo itself`;
}
