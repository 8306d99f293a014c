import type { Sharp } from 'sharp';

import { attachMetadata } from '../metadata/attach-metadata.ts';
import { MAKER_NOTE } from '../metadata/exif/exif.ts';
import { longEntry, shortEntry, writeExif } from '../metadata/exif/write-exif.ts';
import { writeSegment } from '../metadata/jpeg-segments.ts';
import type { AttachedMetadata } from '../metadata/splice-metadata.ts';
import type { CorpusPhoto } from './corpus-photo.ts';
import {
  bytesEntry,
  IPTC,
  photoshopBlock,
  taggedExif,
  taggedTiff,
  textEntry,
  xmpOf,
} from './tagged-photos.ts';

const XMP_NAME = 'http://ns.adobe.com/xap/1.0/\0';
const LOSSLESS = 0.6;
const LOSSY = 6;

/** The scene with metadata of every kind, size and spelling: its pixels have to come through whatever that says. */
export async function metadataPhotos(scene: () => Sharp): Promise<readonly CorpusPhoto[]> {
  const jpeg = await scene().jpeg({ quality: 95, chromaSubsampling: '4:4:4' }).toBuffer();
  const { data, info } = await scene().raw().toBuffer({ resolveWithObject: true });
  const withMetadata = async (name: string, metadata: AttachedMetadata) => ({
    ...{ name, tolerance: LOSSY },
    bytes: await attachMetadata(jpeg, 'jpeg', metadata),
  });
  const withXmp = (name: string, xmp: Uint8Array) => ({
    ...{ name, tolerance: LOSSY },
    bytes: Buffer.concat([jpeg.subarray(0, 2), writeSegment(0xe1, XMP_NAME, xmp), jpeg.subarray(2)]),
  });
  const picture = { rgb: data, width: info.width, height: info.height };
  return [
    ...Object.entries(PACKETS).map(([name, xmp]) => withXmp(`xmp-${name}.jpg`, xmp)),
    ...(await Promise.all(
      Object.entries(EXIFS).map(([name, exif]) => withMetadata(`exif-${name}.jpg`, { exif })),
    )),
    await withMetadata('dense.jpg', { density: { x: 600, y: 300, unit: 'inch' } }),
    await withMetadata('iptc.jpg', { resources: photoshopBlock(0x0404, IPTC) }),
    await withMetadata('iptc-damaged.jpg', { resources: photoshopBlock(0x0404, IPTC).subarray(0, 20) }),
    {
      name: 'tagged.tif',
      bytes: taggedTiff(picture, taggedExif(), [bytesEntry(0x83bb, IPTC)]),
      tolerance: LOSSLESS,
    },
    { name: 'exif-large.png', bytes: await withLargeExif(scene), tolerance: LOSSLESS },
  ];
}

const TITLE = 'xmlns:dc="http://purl.org/dc/elements/1.1/" dc:title="barn"';
const MOTION = 'xmlns:GCamera="http://ns.google.com/photos/1.0/camera/" GCamera:MotionPhoto="1"';

const PACKETS: Readonly<Record<string, Uint8Array>> = {
  'near-64k': Buffer.from(xmpOf(TITLE, `<dc:source>${'y'.repeat(65_000)}</dc:source>`)),
  spelling: Buffer.from(
    xmpOf(TITLE).replaceAll('rdf:', 'r:').replace('xmlns:rdf', 'xmlns:r').replace('</r:RDF>', '</r:RDF >'),
  ),
  'utf-16': Buffer.from(`\ufeff${xmpOf(TITLE)}`, 'utf16le'),
  motion: Buffer.from(xmpOf(MOTION)),
  cut: Buffer.from(xmpOf(TITLE).slice(0, -30)),
  entities: Buffer.from(`<!DOCTYPE x [<!ENTITY a "&b;&b;"><!ENTITY b "&a;&a;">]>${xmpOf(TITLE, '&a;')}`),
  deep: Buffer.from(xmpOf(TITLE, '<a>'.repeat(9000) + '</a>'.repeat(9000))),
};

const EXIFS: Readonly<Record<string, Uint8Array>> = {
  tagged: writeExif(taggedExif()),
  note: writeExif(taggedExif({ photo: [bytesEntry(MAKER_NOTE, Buffer.alloc(900, 'note'))], noteAt: 500 })),
  circle: writeExif(
    taggedExif({ image: [textEntry(0x013b, 'x'), longEntry(0x8769, 8, true)], photo: [], gps: [] }),
  ),
  outside: writeExif(
    taggedExif({ image: [longEntry(0x8769, 0x7fffffff, true), longEntry(0x8825, 0xfffffff0, true)] }),
  ),
  unknown: writeExif(taggedExif({ image: [{ ...shortEntry(0x0110, 1, true), type: 99 }] })),
};

async function withLargeExif(scene: () => Sharp): Promise<Uint8Array> {
  const photo = [bytesEntry(MAKER_NOTE, Buffer.alloc(100_000, 'note'))];
  return attachMetadata(await scene().png().toBuffer(), 'png', { exif: writeExif(taggedExif({ photo })) });
}
