import type { Settled } from '../settled.ts';

/** Namespaces of XMP: part 2 of its specification, Exif 2.32 for XMP, IPTC Photo Metadata, MWG, and makers. */
const NS = {
  tiff: 'http://ns.adobe.com/tiff/1.0/',
  exif: 'http://ns.adobe.com/exif/1.0/',
  exifEx: 'http://cipa.jp/exif/1.0/',
  dc: 'http://purl.org/dc/elements/1.1/',
  xmp: 'http://ns.adobe.com/xap/1.0/',
  note: 'http://ns.adobe.com/xmp/note/',
  photoshop: 'http://ns.adobe.com/photoshop/1.0/',
  iptcCore: 'http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/',
  iptcExt: 'http://iptc.org/std/Iptc4xmpExt/2008-02-29/',
  wgs84: 'http://www.w3.org/2003/01/geo/wgs84_pos#',
  panorama: 'http://ns.google.com/photos/1.0/panorama/',
} as const;

/**
 * Whole namespaces of what lies in or behind the file of a photo and not of its result: motion photos, containers, depth
 * maps, gain maps, second pictures, and where an extended packet is to be found.
 */
const OF_THE_FILE: readonly string[] = [
  'http://ns.google.com/photos/', // but panoramas: their projection stays true
  'http://ns.adobe.com/hdr-gain-map/',
  'http://ns.apple.com/HDRGainMap/',
  'http://ns.apple.com/pixeldatainfo/',
  'http://ns.apple.com/depthData/',
  'http://ns.xiaomi.com/photos/',
  'http://ns.oplus.com/photos/',
  'http://ns.vivo.com/photos/',
  NS.note,
];

/** Areas of the picture, which lie as the photo lay before it was turned. */
const REGIONS: readonly string[] = [
  'http://www.metadataworkinggroup.com/schemas/regions/',
  'http://ns.microsoft.com/photo/1.2/',
  'http://ns.apple.com/faceinfo/',
];

/** How the samples were stored and what their colours were; a preview; the format. */
const STALE: Readonly<Record<string, RegExp>> = {
  [NS.tiff]:
    /^(ImageWidth|ImageLength|BitsPerSample|Compression|PhotometricInterpretation|SamplesPerPixel|PlanarConfiguration|YCbCr\w+|[XY]Resolution|ResolutionUnit|TransferFunction|WhitePoint|PrimaryChromaticities|ReferenceBlackWhite|NativeDigest)$/,
  [NS.exif]: /^(NativeDigest|CompressedBitsPerPixel|Gamma)$/,
  [NS.exifEx]: /^(InteroperabilityIndex|Gamma)$/,
  [NS.dc]: /^format$/,
  [NS.xmp]: /^Thumbnails$/,
  [NS.photoshop]: /^(ICCProfile|ColorMode)$/,
};

/** Where a photo was taken. */
const PLACES: Readonly<Record<string, RegExp>> = {
  [NS.photoshop]: /^(City|State|Country)$/,
  [NS.iptcCore]: /^(Location|CountryCode)$/,
  [NS.iptcExt]:
    /^(LocationShown|LocationCreated|Sublocation|City|ProvinceState|CountryName|CountryCode|WorldRegion|Location\w+)$/,
  [NS.wgs84]: /^/,
};
/** In whatever namespace: makers of cameras, drones and catalogues have their own. */
const PLACE_NAME = /gps|latitude|longitude|geotag|^shotlocation$|^location$/i;

/** What becomes of a property: it stays, goes, or gets another text. */
export type Fate = 'stays' | 'goes' | { readonly text: string };

export function fateOf(namespace: string, name: string, settled: Settled): Fate {
  const { gps, orientation } = settled;
  if (isOfTheFile(namespace) || STALE[namespace]?.test(name)) return 'goes';
  if (!gps && isPlace(namespace, name)) return 'goes';
  if (orientation !== 1 && isRegion(namespace, name)) return 'goes';
  const text = TEXTS[namespace]?.[name]?.(settled);
  return text === undefined ? 'stays' : { text };
}

/** What is true of the picture, as of any upright one of these colours. */
const TEXTS: Readonly<Record<string, Readonly<Record<string, (settled: Settled) => string>>>> = {
  [NS.tiff]: { Orientation: () => '1' },
  [NS.exif]: {
    PixelXDimension: ({ width }) => String(width),
    PixelYDimension: ({ height }) => String(height),
    ColorSpace: ({ space }) => (space === 'srgb' ? '1' : '65535'),
  },
};

export function isOfTheFile(namespace: string): boolean {
  return namespace !== NS.panorama && OF_THE_FILE.some((known) => namespace.startsWith(known));
}

function isPlace(namespace: string, name: string): boolean {
  return PLACE_NAME.test(name) || (PLACES[namespace]?.test(name) ?? false);
}

function isRegion(namespace: string, name: string): boolean {
  if (REGIONS.some((known) => namespace.startsWith(known))) return true;
  if (namespace === NS.iptcExt) return name === 'ImageRegion';
  return namespace === NS.exif && /^Subject(Area|Location)$/.test(name);
}
