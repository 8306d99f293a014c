/** Bytes of a file, both ends included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * The part of a file of `size` bytes that a Range header asks for (RFC 9110, section 14): null for the whole, as when there
 * is no header, one that is no range of bytes, or one of several ranges; 'unsatisfiable' where the file has no such byte.
 */
export function readRange(header: string | undefined, size: number): ByteRange | 'unsatisfiable' | null {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '') ?? [];
  if (first === '' && last === '') return null;
  if (first === '') return between(Math.max(0, size - Number(last)), size - 1);
  if (last !== '' && Number(last) < Number(first)) return null;
  return between(Number(first), last === '' ? size - 1 : Math.min(Number(last), size - 1));
}

function between(start: number, end: number): ByteRange | 'unsatisfiable' {
  return start <= end ? { start, end } : 'unsatisfiable';
}
