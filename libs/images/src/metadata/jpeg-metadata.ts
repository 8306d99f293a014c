import { joinBytes } from '../bytes/bytes.ts';
import type { PhotoBytes } from '../bytes/photo-bytes.ts';
import { type Density, soundDensity } from './density.ts';
import { readExif } from './exif/exif.ts';
import { readDensity } from './exif/exif-density.ts';
import { readResources } from './iptc.ts';
import { behindName, readSegments, type Segment } from './jpeg-segments.ts';
import type { PhotoMetadata } from './photo-metadata.ts';
import { joinExtendedXmp } from './xmp/extended-xmp.ts';
import { decodeXmp } from './xmp/xmp-text.ts';

/** What stands in front of the payloads: JFIF 1.02, Exif 2.32, XMP part 3, Photoshop file formats. */
export const NAMES = {
  jfif: 'JFIF\0',
  exif: 'Exif\0\0',
  xmp: 'http://ns.adobe.com/xap/1.0/\0',
  extendedXmp: 'http://ns.adobe.com/xmp/extension/\0',
  photoshop: 'Photoshop 3.0\0',
  profile: 'ICC_PROFILE\0',
} as const;

export const APP = { jfif: 0xe0, exif: 0xe1, xmp: 0xe1, profile: 0xe2, photoshop: 0xed } as const;

/** The metadata of a JPEG, also what is spread over several segments. */
export async function readJpegMetadata(bytes: PhotoBytes): Promise<PhotoMetadata> {
  const segments = await readSegments(bytes, new Set([APP.jfif, APP.exif, APP.photoshop]));
  const [exifBytes] = payloadsOf(segments, APP.exif, NAMES.exif);
  const exif = exifBytes && (await readExif(exifBytes));
  const [main] = payloadsOf(segments, APP.xmp, NAMES.xmp);
  const extensions = payloadsOf(segments, APP.xmp, NAMES.extendedXmp);
  const [jfif] = payloadsOf(segments, APP.jfif, NAMES.jfif);
  const xmp = main && joinExtendedXmp(decodeXmp(main), extensions);
  return {
    exif: exif ?? undefined,
    ...xmp,
    resources: readResources(joinBytes(payloadsOf(segments, APP.photoshop, NAMES.photoshop))),
    density: (jfif && densityOf(jfif)) ?? (exif ? readDensity(exif.image, exif.little) : undefined),
    notes: [...(exif === null ? ['EXIF left out, as it is damaged'] : []), ...(xmp?.notes ?? [])],
  };
}

function payloadsOf(segments: readonly Segment[], marker: number, name: string): readonly Uint8Array[] {
  return segments.flatMap((segment) => {
    const found = segment.marker === marker ? behindName(segment, name) : null;
    return found === null ? [] : [found];
  });
}

const JFIF_UNITS: readonly Density['unit'][] = ['none', 'inch', 'cm'];

/** JFIF 1.02: two bytes of version, unit, and density in x and y. */
function densityOf(jfif: Uint8Array): Density | undefined {
  if (jfif.length < 7) return undefined;
  const view = new DataView(jfif.buffer, jfif.byteOffset, jfif.length);
  const unit = JFIF_UNITS[view.getUint8(2)];
  return unit && soundDensity({ x: view.getUint16(3), y: view.getUint16(5), unit });
}
