import { decodeLatin1 } from '../../bytes/bytes.ts';
import type { Settled } from '../settled.ts';
import { type Exif, MAKER_NOTE } from './exif.ts';
import { DENSITY_TAGS, densityEntries } from './exif-density.ts';
import type { Entry } from './tiff-directory.ts';
import { longEntry, shortEntry } from './write-exif.ts';

const ORIENTATION = 0x0112;

/**
 * TIFF 6.0, and the tags of other structures in it: how the samples of the photo lay in its file and what their colours
 * were, its previews, and XMP, IPTC and profile, which go on by other ways.
 */
const OF_THE_FILE: ReadonlySet<number> = new Set([
  ...[0x00fe, 0x00ff, 0x0100, 0x0101, 0x0102, 0x0103, 0x0106, 0x0107, 0x0108, 0x0109, 0x010a, 0x0111, 0x0115],
  ...[0x0116, 0x0117, 0x0118, 0x0119, 0x011c, 0x0120, 0x0121, 0x0122, 0x0123, 0x0124, 0x0125, 0x012d, 0x013d],
  ...[0x013e, 0x013f, 0x0140, 0x0141, 0x0142, 0x0143, 0x0144, 0x0145, 0x014a, 0x0152, 0x0153, 0x0154, 0x0155],
  ...[0x015b, 0x0200, 0x0201, 0x0202, 0x0203, 0x0207, 0x0208, 0x0209, 0x0211, 0x0212, 0x0214, 0x02bc],
  ...[0x8649, 0x8773, 0x83bb, 0xea1c],
  ...DENSITY_TAGS,
]);

const COLOR_SPACE = 0xa001;
const PIXEL_X = 0xa002;
const PIXEL_Y = 0xa003;
/** CompressedBitsPerPixel, Gamma, and padding. */
const OF_THE_SAMPLES: ReadonlySet<number> = new Set([0x9102, 0xa500, 0xea1c]);
/** SubjectArea and SubjectLocation: pixels of the photo as it lay. */
const OF_THE_LAYOUT: ReadonlySet<number> = new Set([0x9214, 0xa214]);
/** GeoTIFF 1.1, annex A: where the pixels lie on the earth. */
const GEOGRAPHIC: ReadonlySet<number> = new Set([0x830e, 0x8480, 0x8482, 0x85d8, 0x87af, 0x87b0, 0x87b1]);

/** EXIF of a photo as it is true of the picture; null where nothing remains. */
export function settleExif(exif: Exif | undefined, settled: Settled): Exif | null {
  const { little } = (exif ??= EMPTY);
  const image = [...settleImage(exif.image, little, settled), ...densityEntries(settled.density, little)];
  const photo = settlePhoto(exif.photo, little, settled);
  const interop = settled.space === 'srgb' && isOfSrgb(exif.interop) ? exif.interop : [];
  const gps = settled.gps ? exif.gps : [];
  return image.length + photo.length + gps.length === 0 ? null : { ...exif, image, photo, interop, gps };
}

const EMPTY: Exif = { little: true, image: [], photo: [], gps: [], interop: [], noteAt: null };

function settleImage(image: readonly Entry[], little: boolean, { gps }: Settled): readonly Entry[] {
  return image
    .filter(({ tag }) => !OF_THE_FILE.has(tag) && (gps || !GEOGRAPHIC.has(tag)))
    .map((entry) => (entry.tag === ORIENTATION ? shortEntry(ORIENTATION, 1, little) : entry));
}

function settlePhoto(photo: readonly Entry[], little: boolean, settled: Settled): readonly Entry[] {
  if (photo.length === 0) return [];
  const { gps, orientation, width, height, space } = settled;
  const kept = photo.filter(
    ({ tag }) =>
      tag !== COLOR_SPACE &&
      !OF_THE_SAMPLES.has(tag) &&
      (gps || tag !== MAKER_NOTE) && // some makers write the place into it
      (orientation === 1 || !OF_THE_LAYOUT.has(tag)),
  );
  return [
    ...kept.map((entry) => {
      if (entry.tag === PIXEL_X) return longEntry(PIXEL_X, width, little);
      return entry.tag === PIXEL_Y ? longEntry(PIXEL_Y, height, little) : entry;
    }),
    shortEntry(COLOR_SPACE, space === 'srgb' ? SRGB : UNCALIBRATED, little),
  ];
}

// Exif 2.32, section 4.6.6: ColorSpace.
const SRGB = 1;
const UNCALIBRATED = 0xffff;

const INTEROP_INDEX = 0x0001;

/** Whether the interoperability index is R98: sRGB. R03 is Adobe RGB. */
function isOfSrgb(interop: readonly Entry[]): boolean {
  const index = interop.find(({ tag }) => tag === INTEROP_INDEX)?.value ?? new Uint8Array();
  return decodeLatin1(index).startsWith('R98');
}
