import { encodeUtf8 } from '../bytes/bytes.ts';
import type { PictureFormat } from '../picture-format.ts';
import { turnDensity } from './density.ts';
import { fitExif } from './exif/fit-exif.ts';
import { settleExif } from './exif/settle-exif.ts';
import { type Resource, withoutPlaces, writeResources } from './iptc.ts';
import { NAMES } from './jpeg-metadata.ts';
import { MOST_PAYLOAD } from './jpeg-segments.ts';
import type { PhotoMetadata } from './photo-metadata.ts';
import type { Settled } from './settled.ts';
import type { AttachedMetadata } from './splice-metadata.ts';
import { splitXmp } from './xmp/extended-xmp.ts';
import { addIptc } from './xmp/iptc-to-xmp.ts';
import { settleXmp } from './xmp/settle-xmp.ts';
import { addToUnsound } from './xmp/unsound-xmp.ts';
import { addProperties, emptyXmp, parseXmp, writeXmp, type XmpPacket } from './xmp/xmp-packet.ts';
import type { XmpProperty } from './xmp/xmp-property.ts';

/** The picture that a photo's metadata goes on with. */
export interface CarryOptions extends Omit<Settled, 'density'> {
  readonly format: PictureFormat;
  /** What the XMP of the picture has to say, whatever else there is no room for. */
  readonly properties: readonly XmpProperty[];
}

/** Metadata that fits the picture's format, and what of the photo's was left out, in plain words. */
export interface CarriedMetadata {
  readonly metadata: AttachedMetadata;
  readonly notes: readonly string[];
}

/**
 * The metadata of a photo for an upright picture made of it: without what is no longer true of it, such as its preview,
 * and where it was taken only if `gps` says so.
 */
export function carryMetadata(photo: PhotoMetadata, options: CarryOptions): CarriedMetadata {
  const density = photo.density && turnDensity(photo.density, options.orientation);
  const settled = { ...options, density };
  const iptc = options.gps ? photo.resources : photo.resources && withoutPlaces(photo.resources);
  const exif = carryExif(photo, settled);
  const xmp = carryXmp({ ...photo, resources: iptc }, settled);
  const resources = carryResources(iptc, settled);
  return {
    metadata: { density, ...exif.metadata, ...xmp.metadata, ...resources.metadata },
    notes: [...(photo.notes ?? []), ...exif.notes, ...xmp.notes, ...resources.notes],
  };
}

type Options = CarryOptions & Settled;

function carryExif({ exif }: PhotoMetadata, options: Options): CarriedMetadata {
  const settled = exif || options.format === 'webp' ? settleExif(exif, options) : null; // WebP has its density here alone
  if (settled === null) return NOTHING;
  const most = options.format === 'jpeg' ? MOST_PAYLOAD - NAMES.exif.length : Infinity;
  const { bytes, left } = fitExif(settled, most);
  return {
    metadata: { exif: bytes },
    notes: left.length === 0 ? [] : [`EXIF above the 64 kB of JPEG, without ${left.join(', ')}`],
  };
}

const NOTHING: CarriedMetadata = { metadata: {}, notes: [] };

/** XMP part 3, 1.1.3: of a main packet in a JPEG. */
const MOST_XMP = 65_502;

function carryXmp({ xmp, resources = [] }: PhotoMetadata, options: Options): CarriedMetadata {
  const iptc = options.format === 'webp' ? resources : []; // the other formats have a place for it
  const packet = xmp === undefined ? emptyXmp() : parseXmp(xmp);
  const carried = packet === null ? carryUnsound(xmp ?? '', options) : carryPacket(packet, iptc, options);
  const where = packet === null ? 'left out' : 'as XMP';
  const notes = iptc.length === 0 ? [] : [`IPTC ${where}, as WebP has no place for it`];
  return { ...carried, notes: [...carried.notes, ...notes] };
}

function carryPacket(packet: XmpPacket, iptc: readonly Resource[], options: Options): CarriedMetadata {
  const { format, properties } = options;
  addIptc(packet, iptc);
  const gone = settleXmp(packet, { ...options, replaced: properties });
  addProperties(packet, properties);
  const text = writeXmp(packet, gone);
  if (format !== 'jpeg') return { metadata: { xmp: text }, notes: [] };
  const split = splitXmp(text, { most: MOST_XMP, pinned: properties });
  if (split !== null) return { metadata: { xmp: split.main, extensions: split.extensions }, notes: [] };
  return onlyProperties(properties, 'XMP left out, as JPEG has no room for it');
}

function carryUnsound(xmp: string, { format, gps, properties }: Options): CarriedMetadata {
  if (!gps) return onlyProperties(properties, 'XMP left out: it cannot be parsed, and might tell the place');
  const text = addToUnsound(xmp, properties);
  if (format === 'jpeg' && encodeUtf8(text).length > MOST_XMP)
    return onlyProperties(properties, 'XMP left out: it cannot be parsed, and JPEG has no room for it whole');
  return { metadata: { xmp: text }, notes: ['XMP kept as it was, as it cannot be parsed'] };
}

function onlyProperties(properties: readonly XmpProperty[], note: string): CarriedMetadata {
  const packet = emptyXmp();
  addProperties(packet, properties);
  return { metadata: { xmp: writeXmp(packet) }, notes: [note] };
}

/** WebP has no place for them: their IPTC goes into the XMP. */
function carryResources(
  resources: readonly Resource[] = [],
  { format }: Pick<Options, 'format'>,
): CarriedMetadata {
  if (resources.length === 0 || format === 'webp') return NOTHING;
  return { metadata: { resources: writeResources(resources) }, notes: [] };
}
