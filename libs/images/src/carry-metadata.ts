import type { PhotoMetadata } from './decode-pixels.ts';

/** What of a photo's metadata goes on with a picture made of it. */
export interface CarriedMetadata {
  readonly exif?: Uint8Array | undefined;
  readonly xmp?: string | undefined;
  readonly iptc?: Uint8Array | undefined;
}

/**
 * The metadata of a photo for an upright picture made of it: it need not be turned any more, and the small preview,
 * which shows the photo before, is left out. With `gps: false` where it was taken is left out too.
 */
export function carryMetadata(
  { exif, xmp, iptc }: PhotoMetadata,
  { gps }: { readonly gps: boolean },
): CarriedMetadata {
  return {
    exif: exif && (settleExif(exif, gps) ?? undefined),
    xmp: xmp && settleXmp(xmp, gps),
    iptc,
  };
}

// Exif 2.32, section 4.6, in the structure of TIFF 6.0, section 2.
const ORIENTATION = 0x0112;
const GPS_IFD = 0x8825;
const ENTRY_BYTES = 12;
const TYPE_BYTES = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8];

/** Null when it is no EXIF, or damaged: nothing is better than what readers may stumble over. */
function settleExif(given: Uint8Array, gps: boolean): Uint8Array | null {
  const from = Buffer.from(given.subarray(0, 4)).toString('latin1') === 'Exif' ? 6 : 0;
  const exif = new Uint8Array(given.subarray(from)); // of its own: `slice` of a Buffer would share
  try {
    settle(new DataView(exif.buffer, exif.byteOffset, exif.length), gps);
    return exif;
  } catch (error) {
    if ((error as Error).name === 'RangeError') return null; // an offset that leads out of it
    throw error;
  }
}

function settle(view: DataView, gps: boolean): void {
  const order = view.getUint16(0);
  if (order !== 0x4949 && order !== 0x4d4d) throw new RangeError('expected II or MM');
  const little = order === 0x4949;
  const ifd = view.getUint32(4, little);
  const count = view.getUint16(ifd, little);
  const next = ifd + 2 + count * ENTRY_BYTES;
  view.setUint32(next, 0, little); // the preview
  for (let entry = ifd + 2; entry < next; entry += ENTRY_BYTES) {
    const tag = view.getUint16(entry, little);
    if (tag === ORIENTATION) view.setUint16(entry + 8, 1, little);
    if (tag === GPS_IFD && !gps) clearIfd(view, view.getUint32(entry + 8, little), little);
  }
}

/** Leaves an empty list, with zeros where its entries and their values were. */
function clearIfd(view: DataView, ifd: number, little: boolean): void {
  const count = view.getUint16(ifd, little);
  for (let entry = ifd + 2; entry < ifd + 2 + count * ENTRY_BYTES; entry += ENTRY_BYTES) {
    const bytes = (TYPE_BYTES[view.getUint16(entry + 2, little)] ?? 1) * view.getUint32(entry + 4, little);
    if (bytes > 4) clear(view, view.getUint32(entry + 8, little), bytes);
    clear(view, entry, ENTRY_BYTES);
  }
  view.setUint16(ifd, 0, little);
}

function clear(view: DataView, start: number, bytes: number): void {
  for (let i = start; i < start + bytes; i++) view.setUint8(i, 0);
}

function settleXmp(xmp: string, gps: boolean): string {
  const upright = xmp
    .replace(/(?<=tiff:Orientation\s*=\s*["'])\d(?=["'])/g, '1')
    .replace(/(?<=<tiff:Orientation>)\d(?=<)/g, '1');
  if (gps) return upright;
  return upright
    .replace(/\sexif:GPS\w+\s*=\s*("[^"]*"|'[^']*')/g, '')
    .replace(/<exif:(GPS\w+)[^>]*>[\s\S]*?<\/exif:\1>/g, '');
}
