import { deflateSync } from 'node:zlib';

import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';

import { nodeZlib } from '../bytes/node-zlib.ts';
import { bytesInMemory } from '../bytes/photo-bytes.ts';
import { IPTC, taggedExif } from '../testing/tagged-photos.ts';
import { attachMetadata } from './attach-metadata.ts';
import { readOrientation } from './exif/read-orientation.ts';
import { writeExif } from './exif/write-exif.ts';
import { writeResources } from './iptc.ts';
import { readMetadata } from './read-metadata.ts';
import { readPlainMetadata } from './read-plain-metadata.ts';

const GREY = { create: { width: 20, height: 10, channels: 3, background: '#808080' } } as const;
const XMP =
  '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></x:xmpmeta>';

describe('readPlainMetadata', () => {
  it.each(['jpeg', 'png', 'webp'] as const)('reads of %s what libvips hands on', async (format) => {
    const photo = format === 'webp' ? sharp(GREY).withXmp('<x/>') : sharp(GREY); // so that it can be extended
    const plain = await photo.toFormat(format).toBuffer();
    const bytes = await attachMetadata(plain, format, {
      exif: writeExif(taggedExif()),
      xmp: XMP,
      resources: writeResources([{ id: 0x0404, data: IPTC }]),
      density: { x: 300, y: 300, unit: 'inch' },
    });
    const expected = await readMetadata(bytes, await sharp(bytes).metadata());
    const metadata = await readPlainMetadata(bytesInMemory(bytes), nodeZlib);
    expect(metadata.exif?.image).toHaveLength(taggedExif().image.length);
    expect(metadata.xmp).toBe(XMP);
    expect(metadata).toEqual(expected);
  });

  it('reads nothing of what is no photo, and says so of AVIF', async () => {
    const read = (bytes: Uint8Array) => readPlainMetadata(bytesInMemory(bytes), nodeZlib);
    expect(await read(Buffer.from('no photo at all'))).toEqual({});
    const avif = await sharp(GREY).avif().toBuffer();
    expect((await read(avif)).notes?.join()).toMatch(/AVIF/);
  });

  it('leaves what is packed to the packer that it is given', async () => {
    const packed = deflateSync(Buffer.alloc(1000));
    expect(nodeZlib.inflate(packed, 1000)).toHaveLength(1000);
    expect(nodeZlib.inflate(packed, 999)).toBeNull();
  });
});

it('tells how a photo is to be turned', async () => {
  const turned = await sharp(GREY).withMetadata({ orientation: 6 }).jpeg().toBuffer();
  expect(readOrientation(await readPlainMetadata(bytesInMemory(turned), nodeZlib))).toBe(6);
  expect(readOrientation({})).toBe(1);
});
