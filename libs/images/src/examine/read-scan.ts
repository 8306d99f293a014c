import type { PhotoBytes } from '../bytes/photo-bytes.ts';

/** Where the entropy-coded data of a scan ends, and what was met on the way. */
interface ScanEnd {
  /** Position of the 0xFF of the marker behind it. */
  readonly marker: number;
  /** The first long run of zero bytes, where such were looked for. */
  readonly zeros: { readonly from: number; readonly length: number } | null;
}

/** Zero bytes on end from which on they are no picture: 2048 bits are hundreds of coefficients. */
const LONG_RUN = 256;
const WINDOW = 2 ** 20;
/** Windows overlap, so that a long run lies in one of them as a whole or reaches its end. */
const OVERLAP = 2 * LONG_RUN;

/**
 * Reads entropy-coded data from `position` on up to the first marker that is no restart; null where the file ends
 * before. Zeros directly before that marker may be padding, as webcams write it, and are not told.
 */
export async function readScanEnd(
  bytes: PhotoBytes,
  position: number,
  findZeros: boolean,
): Promise<ScanEnd | null> {
  let zeros: ScanEnd['zeros'] = null;
  for (let at = position; at < bytes.size; at += WINDOW - OVERLAP) {
    const window = await bytes.read(at, WINDOW);
    const end = findMarker(window);
    if (findZeros) zeros ??= findRun(window.subarray(0, end ?? window.length), at);
    if (end !== null) return { marker: at + end, zeros };
    if (at + window.length >= bytes.size) return null;
  }
  return null;
}

/** The place of the first marker that ends a scan: not a stuffed byte, a fill byte or a restart. */
function findMarker(window: Uint8Array): number | null {
  for (let i = window.indexOf(0xff); i >= 0 && i + 1 < window.length; i = window.indexOf(0xff, i + 1)) {
    const code = window[i + 1] ?? 0;
    if (code !== 0 && code !== 0xff && (code < 0xd0 || code > 0xd7)) return i;
  }
  return null;
}

/** The first long run of zeros that ends within the window. */
function findRun(window: Uint8Array, offset: number): ScanEnd['zeros'] {
  for (let i = LONG_RUN - 1; i < window.length; i += LONG_RUN) {
    if (window[i] !== 0) continue;
    let from = i;
    while (from > 0 && window[from - 1] === 0) from -= 1;
    while (i < window.length && window[i] === 0) i += 1;
    if (i < window.length && i - from >= LONG_RUN) return { from: offset + from, length: i - from };
  }
  return null;
}
