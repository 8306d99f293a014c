import type { PhotoBytes } from '../bytes/photo-bytes.ts';
import { CURVES, PRIMARIES, refuseHdr } from '../png/colour-space.ts';
import { readPngHeadOf } from '../png/read-chunks.ts';
import { type Examination, NOTHING_FOUND } from './examination.ts';

/** Looks whether the colours of a PNG are of a kind that cannot be honoured; gAMA, cHRM and most of cICP are. */
export async function examinePng(bytes: PhotoBytes): Promise<Examination> {
  const head = await readPngHeadOf(bytes);
  const [primaries, curve, , isFull] = head?.chunks.get('cICP') ?? [];
  if (primaries === undefined || curve === undefined) return NOTHING_FOUND;
  const isKnown = PRIMARIES.has(primaries) && CURVES.has(curve);
  const notes = isKnown
    ? []
    : [`its colour space (cICP ${primaries}/${curve}) is not known and left out of account`];
  const range = isFull === 0 ? ['its samples are of narrow range (cICP), which is left out of account'] : [];
  return { reason: refuseHdr(curve), notes: [...notes, ...range] };
}
