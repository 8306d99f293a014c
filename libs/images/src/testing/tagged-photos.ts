import type { Exif } from '../metadata/exif/exif.ts';
import type { Entry } from '../metadata/exif/tiff-directory.ts';
import { longEntry, rationalEntry, shortEntry, writeExif } from '../metadata/exif/write-exif.ts';

/** Little-endian, as the builders here are. */
const LITTLE = true;

export function textEntry(tag: number, text: string): Entry {
  const value = Buffer.from(`${text}\0`, 'latin1');
  return { tag, type: 2, count: value.length, value };
}

/** UNDEFINED, or of one byte each. */
export function bytesEntry(tag: number, value: Uint8Array, type = 7): Entry {
  return { tag, type, count: value.length, value };
}

export function rationals(tag: number, ...values: readonly number[]): Entry {
  const each = values.map((value) => rationalEntry(tag, value, LITTLE).value);
  return { tag, type: 5, count: values.length, value: Buffer.concat(each) };
}

/** 12° 30′ north, 7° 15′ east. */
export const GPS: readonly Entry[] = [
  bytesEntry(0x0000, Uint8Array.of(2, 3, 0, 0), 1),
  textEntry(0x0001, 'N'),
  rationals(0x0002, 12, 30, 0),
  textEntry(0x0003, 'E'),
  rationals(0x0004, 7, 15, 0),
];

/** EXIF of a photo in Adobe RGB, taken by nobody at a known place. */
export function taggedExif(more: Partial<Exif> = {}): Exif {
  return {
    little: LITTLE,
    image: [textEntry(0x010e, 'an old barn'), textEntry(0x013b, 'nobody'), textEntry(0x8298, 'free')],
    photo: [
      bytesEntry(0x9000, Buffer.from('0232')),
      textEntry(0x9003, '1950:01:02 03:04:05'),
      shortEntry(0xa001, 0xffff, LITTLE),
      longEntry(0xa002, 64, LITTLE),
      longEntry(0xa003, 48, LITTLE),
    ],
    gps: GPS,
    interop: [textEntry(0x0001, 'R03'), bytesEntry(0x0002, Buffer.from('0100'))],
    noteAt: null,
    ...more,
  };
}

/** IPTC: a caption, a keyword, and a city, a street and a country. */
export const IPTC = Buffer.concat([
  iptcField(1, 90, '\x1b%G'),
  iptcField(2, 120, 'old barn'),
  iptcField(2, 25, 'barn'),
  iptcField(2, 90, 'Somewhere'),
  iptcField(2, 92, 'Street 1'),
  iptcField(2, 101, 'Nowhereland'),
]);

export function iptcField(record: number, field: number, text: string): Uint8Array {
  const value = Buffer.from(text, 'latin1');
  return Buffer.concat([Buffer.from([0x1c, record, field, value.length >> 8, value.length & 0xff]), value]);
}

/** A block of Photoshop's resources. */
export function photoshopBlock(id: number, data: Uint8Array): Uint8Array {
  const head = Buffer.from([0x38, 0x42, 0x49, 0x4d, id >> 8, id & 0xff, 0, 0, 0, 0, 0, 0]);
  head.writeUInt32BE(data.length, 8);
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
}

/** Properties as attributes, and structures as elements, of one description. */
export function xmpOf(attributes: string, elements = ''): string {
  const rdf = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';
  return `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="${rdf}"><rdf:Description rdf:about="" ${attributes}>${elements}</rdf:Description></rdf:RDF></x:xmpmeta>`;
}

export interface TiffPicture {
  readonly rgb: Uint8Array; // [height, width, 3]
  readonly width: number;
  readonly height: number;
}

/** An uncompressed TIFF with the entries of EXIF, and others, in its first directory. */
export function taggedTiff(
  { rgb, width, height }: TiffPicture,
  exif: Exif,
  others: readonly Entry[] = [],
): Uint8Array {
  const structure = (pixelsAt: number) =>
    writeExif({
      ...exif,
      interop: [],
      image: [
        longEntry(0x0100, width, LITTLE),
        longEntry(0x0101, height, LITTLE),
        { tag: 0x0102, type: 3, count: 3, value: Uint8Array.of(8, 0, 8, 0, 8, 0) },
        shortEntry(0x0103, 1, LITTLE),
        shortEntry(0x0106, 2, LITTLE),
        longEntry(0x0111, pixelsAt, LITTLE),
        shortEntry(0x0115, 3, LITTLE),
        longEntry(0x0116, height, LITTLE),
        longEntry(0x0117, rgb.length, LITTLE),
        ...exif.image,
        ...others,
      ],
    });
  return Buffer.concat([structure(structure(0).length), rgb]);
}
