import type { PhotoBytes } from '../../bytes/photo-bytes.ts';
import { readResources, type Resource, resourceOfIptc } from '../iptc.ts';
import type { PhotoMetadata } from '../photo-metadata.ts';
import { readDirectories } from './exif.ts';
import { DENSITY_TAGS, readDensity } from './exif-density.ts';
import { openTiff } from './tiff-directory.ts';

const IPTC = 0x83bb;
const PHOTOSHOP = 0x8649;

/**
 * What of a TIFF's first directory describes the photo: names, texts, dates, owner, rating and Windows' own texts; and
 * its density. All other entries say how its samples lie in the file.
 */
const DESCRIPTIVE: ReadonlySet<number> = new Set([
  ...[0x010d, 0x010e, 0x010f, 0x0110, 0x011d, 0x0131, 0x0132, 0x013b, 0x013c, 0x8298, 0x4746, 0x4749],
  ...[0x9c9b, 0x9c9c, 0x9c9d, 0x9c9e, 0x9c9f],
]);
const CARRIERS: ReadonlySet<number> = new Set([IPTC, PHOTOSHOP]);

/** More than metadata ever has, and less than hurts. */
const MOST_BYTES = 0x4000000;

/** The EXIF, IPTC and density of a TIFF, of which libvips hands on none but the last. */
export async function readTiffMetadata(bytes: PhotoBytes): Promise<PhotoMetadata> {
  const file = await openTiff(bytes);
  const wants = (tag: number) => DESCRIPTIVE.has(tag) || DENSITY_TAGS.has(tag) || CARRIERS.has(tag);
  const all = file && (await readDirectories(file, { wants, most: MOST_BYTES }));
  if (all === null) return {};
  const valueOf = (tag: number) => all.image.find((entry) => entry.tag === tag)?.value;
  const exif = { ...all, image: all.image.filter(({ tag }) => DESCRIPTIVE.has(tag)) };
  const isEmpty = exif.image.length + exif.photo.length + exif.gps.length === 0;
  return {
    exif: isEmpty ? undefined : exif,
    resources: resourcesIn(valueOf(IPTC), valueOf(PHOTOSHOP)),
    density: readDensity(all.image, all.little),
  };
}

/** IPTC of its own goes before that among Photoshop's resources. */
function resourcesIn(iptc: Uint8Array | undefined, photoshop: Uint8Array | undefined): readonly Resource[] {
  const own = iptc && resourceOfIptc(iptc);
  const others = photoshop ? readResources(photoshop) : [];
  return own ? [own, ...others.filter(({ id }) => id !== own.id)] : others;
}
