import { decodeLatin1, formatName, type PhotoBytes, readSegments, viewBytes } from '@tintype/images/metadata';

import { explainForeign } from './explain-foreign.ts';

/** What the head of a file says of its photo, before anything is decoded. */
export interface PhotoHead {
  readonly format: 'jpeg' | 'png' | 'webp' | 'gif' | 'avif' | 'bmp';
  /** As it lies in the file; null where the head does not say. */
  readonly size: { readonly width: number; readonly height: number } | null;
  /** What is lost by reading it in a browser, a sentence each. */
  readonly notes: readonly string[];
}

/** Enough for the head of all but JPEG, whose segments are looked up. */
const HEAD_BYTES = 1 << 16;

/** Reads the head of a photo. Throws an error that says what the file is, if not a photo that a browser reads. */
export async function examinePhoto(file: PhotoBytes): Promise<PhotoHead> {
  const head = await file.read(0, HEAD_BYTES);
  switch (formatName(head)) {
    case 'JPEG':
      return { format: 'jpeg', ...(await examineJpeg(file)) };
    case 'PNG':
      return { format: 'png', ...examinePng(head) };
    case 'WebP':
      return {
        format: 'webp',
        size: sizeOfWebp(head),
        notes: noteMoving(decodeLatin1(head).includes('ANIM')),
      };
    case 'GIF':
      return {
        format: 'gif',
        size: sizeOfGif(head),
        notes: noteMoving(countFrames(head) > 1),
      };
    case 'AVIF or HEIC':
      if (/^avi[fs]$/.test(brandOf(head))) return { format: 'avif', size: sizeOfAvif(head), notes: [] };
      throw new Error(explainForeign(head));
    default:
      if (decodeLatin1(head.subarray(0, 2)) === 'BM' && head.length > 26)
        return { format: 'bmp', size: sizeOfBmp(head), notes: [] };
      throw new Error(explainForeign(head));
  }
}

function brandOf(head: Uint8Array): string {
  return decodeLatin1(head.subarray(8, 12));
}

/** ITU-T T.81, table B.1: the markers of a frame, SOF0 to SOF15, between which lie DHT, JPG and DAC. */
const FRAMES: ReadonlySet<number> = new Set(
  Array.from({ length: 16 }, (_, i) => 0xc0 + i).filter((marker) => ![0xc4, 0xc8, 0xcc].includes(marker)),
);

/** B.2.2: precision, height, width, components. */
async function examineJpeg(file: PhotoBytes): Promise<Omit<PhotoHead, 'format'>> {
  const [frame] = await readSegments(file, FRAMES);
  if (frame === undefined || frame.payload.length < 6) return { size: null, notes: [] };
  const view = viewBytes(frame.payload);
  const size = { height: view.getUint16(1), width: view.getUint16(3) };
  return { size, notes: view.getUint8(5) === 4 ? ['Its CMYK colours were converted by the browser.'] : [] };
}

/** PNG 3rd edition, 11.2.1: width, height, depth. */
function examinePng(head: Uint8Array): Omit<PhotoHead, 'format'> {
  if (head.length < 26) return { size: null, notes: [] };
  const view = viewBytes(head);
  const size = { width: view.getUint32(16), height: view.getUint32(20) };
  const isDeep = view.getUint8(24) === 16;
  return { size, notes: isDeep ? ['Its 16 bits were read as 8; `tintype colorize` keeps them.'] : [] };
}

function noteMoving(isMoving: boolean): readonly string[] {
  return isMoving ? ['Of an animation the first frame is coloured.'] : [];
}

/** RFC 9649, sections 2.5 to 2.7: of the three kinds of first chunk. */
function sizeOfWebp(head: Uint8Array): PhotoHead['size'] {
  if (head.length < 30) return null;
  const view = viewBytes(head);
  switch (decodeLatin1(head.subarray(12, 16))) {
    case 'VP8 ':
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    case 'VP8L': {
      const bits = view.getUint32(21, true);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8X':
      return {
        width: (view.getUint32(24, true) & 0xffffff) + 1,
        height: (view.getUint32(26, true) >>> 8) + 1,
      };
    default:
      return null;
  }
}

/** GIF89a, section 23: a control block before each frame; of those in the head. */
function countFrames(head: Uint8Array): number {
  return decodeLatin1(head).split('\x21\xf9\x04').length - 1;
}

function sizeOfGif(head: Uint8Array): PhotoHead['size'] {
  if (head.length < 10) return null;
  const view = viewBytes(head);
  return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
}

/** ISO/IEC 23008-12, 6.5.3: boxes `ispe` name sizes, the largest of them that of the photo. */
function sizeOfAvif(head: Uint8Array): PhotoHead['size'] {
  const view = viewBytes(head);
  const sizes = [...decodeLatin1(head).matchAll(/ispe/g)]
    .filter(({ index }) => index + 16 <= head.length)
    .map(({ index }) => ({ width: view.getUint32(index + 8), height: view.getUint32(index + 12) }));
  return sizes.sort((a, b) => b.width * b.height - a.width * a.height)[0] ?? null;
}

function sizeOfBmp(head: Uint8Array): PhotoHead['size'] {
  const view = viewBytes(head);
  return { width: Math.abs(view.getInt32(18, true)), height: Math.abs(view.getInt32(22, true)) };
}
