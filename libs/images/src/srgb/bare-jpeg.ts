const [SOI, EOI, SOS] = [0xd8, 0xd9, 0xda];
/** Tables, frames, restart intervals and scans, which is all that the picture is made of (ITU T.81, table B.1). */
const isOfPicture = (marker: number) =>
  marker === SOS || marker === 0xdb || marker === 0xdd || (marker >= 0xc0 && marker <= 0xcf);
/** How scans of a JPEG that is not progressive describe themselves: all coefficients, with all bits. */
const WHOLE_BLOCKS = [0, 63, 0];
const PROGRESSIVE = [0xc2, 0xca];

/**
 * A JPEG without all that is not its picture, and with scans that describe themselves as they should, so that whatever
 * a decoder warns of concerns the picture. Its colours may be others.
 */
export function bareJpeg(jpeg: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [Uint8Array.of(0xff, SOI)];
  let isProgressive = false;
  for (let at = findMarker(jpeg, 2); at < jpeg.length; at = findMarker(jpeg, at)) {
    const marker = jpeg[at + 1] ?? EOI;
    if (marker === EOI) break;
    const end = at + 2 + (jpeg[at + 2] ?? 0) * 256 + (jpeg[at + 3] ?? 0);
    isProgressive ||= PROGRESSIVE.includes(marker);
    const next = marker === SOS ? findMarker(jpeg, end) : end;
    const part = jpeg.slice(at, next);
    if (marker === SOS && !isProgressive) part.set(WHOLE_BLOCKS, 5 + 2 * (part[4] ?? 0));
    if (isOfPicture(marker)) parts.push(part);
    at = next;
  }
  return Buffer.concat([...parts, Uint8Array.of(0xff, EOI)]);
}

/** The place of the next marker that is neither a stuffed byte, a fill byte nor a restart; the length without one. */
function findMarker(jpeg: Uint8Array, from: number): number {
  for (let at = jpeg.indexOf(0xff, from); at >= 0; at = jpeg.indexOf(0xff, at + 1)) {
    const code = jpeg[at + 1] ?? 0;
    if (code !== 0 && code !== 0xff && (code < 0xd0 || code > 0xd7)) return at;
  }
  return jpeg.length;
}
