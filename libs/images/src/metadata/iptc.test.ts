import { deflateSync } from 'node:zlib';

import { describe, expect, it } from '@jest/globals';

import { nodeZlib } from '../bytes/node-zlib.ts';
import { bytesInMemory } from '../bytes/photo-bytes.ts';
import { writeChunk } from '../png/chunks.ts';
import { IPTC, iptcField, photoshopBlock, xmpOf } from '../testing/tagged-photos.ts';
import { carryMetadata, type CarryOptions } from './carry-metadata.ts';
import { readResources, resourceOfIptc, withoutPlaces, writeResources } from './iptc.ts';
import { readPngMetadata } from './png-metadata.ts';

const PREVIEW = photoshopBlock(0x040c, Buffer.alloc(99, 'preview'));
const COPYRIGHTED = photoshopBlock(0x040a, Uint8Array.of(1));

describe('readResources', () => {
  it('keeps what stays true of the picture: no preview, no resolution', () => {
    const all = Buffer.concat([
      PREVIEW,
      photoshopBlock(0x0404, IPTC),
      photoshopBlock(0x03ed, IPTC),
      COPYRIGHTED,
    ]);
    const found = readResources(all);
    expect(found.map(({ id }) => id)).toEqual([0x0404, 0x040a]);
    expect(Buffer.from(writeResources(found))).toEqual(
      Buffer.concat([photoshopBlock(0x0404, IPTC), COPYRIGHTED]),
    );
  });

  it('reads up to where a block is damaged', () => {
    const cut = Buffer.concat([COPYRIGHTED, photoshopBlock(0x0404, IPTC).subarray(0, 30)]);
    expect(readResources(cut).map(({ id }) => id)).toEqual([0x040a]);
    for (let length = 0; length < cut.length; length++)
      expect(readResources(cut.subarray(0, length)).length).toBeLessThanOrEqual(1);
    expect(readResources(Buffer.from('no resources'))).toEqual([]);
  });
});

describe('resourceOfIptc', () => {
  it('reads it with zeros behind it, and turned round as if it were numbers', () => {
    const padded = Buffer.concat([IPTC, Buffer.alloc(4 - (IPTC.length % 4))]);
    for (const bytes of [IPTC, padded, Buffer.from(padded).swap32()])
      expect(resourceOfIptc(bytes)).toEqual({ id: 0x0404, data: IPTC });
  });

  it('takes anything else for none', () => {
    for (const bytes of [Buffer.alloc(0), Buffer.from('text'), IPTC.subarray(0, 6), Buffer.alloc(64, 0x1c)])
      expect(resourceOfIptc(bytes)).toBeNull();
  });
});

it.each([
  ['ExifTool', 'zTXt', 'iptc', '\nIPTC profile\n     100\n', photoshopBlock(0x0404, IPTC)],
  ['ImageMagick', 'zTXt', '8bim', '\n8bim\n     100\n', photoshopBlock(0x0404, IPTC)],
  ['others', 'tEXt', 'iptc', '\niptc\n     100\n', IPTC],
])('is read from a PNG as %s writes it', async (_name, chunk, kind, head, profile) => {
  const lines = profile.toString('hex').replaceAll(/.{72}/g, '$&\n');
  const text = Buffer.from(`${head}${lines}\n`);
  const packed = chunk === 'zTXt' ? Buffer.concat([Buffer.alloc(1), deflateSync(text)]) : text;
  const png = Buffer.concat([Buffer.alloc(8), writeChunk(chunk, `Raw profile type ${kind}\0`, packed)]);
  expect((await readPngMetadata(bytesInMemory(png), nodeZlib)).resources).toEqual([
    { id: 0x0404, data: IPTC },
  ]);
});

it('leaves out the fields that tell the place', () => {
  const [left] = withoutPlaces([{ id: 0x0404, data: IPTC }]);
  const others = [iptcField(1, 90, '\x1b%G'), iptcField(2, 120, 'old barn'), iptcField(2, 25, 'barn')];
  expect(left?.data).toEqual(Buffer.concat(others));
  expect(withoutPlaces([{ id: 0x0404, data: iptcField(2, 90, 'Somewhere') }])).toEqual([]);
});

it('goes into the XMP of a WebP, where that does not say the same, and a note says so', () => {
  const resources = [{ id: 0x0404, data: IPTC }];
  const options: CarryOptions = {
    ...{ format: 'webp', width: 1, height: 1, orientation: 1, space: 'srgb', gps: true },
    properties: [],
  };
  const xmp = xmpOf('xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" photoshop:City="Elsewhere"');
  const { metadata, notes } = carryMetadata({ xmp, resources }, options);
  expect(metadata.xmp).toContain('<rdf:li xml:lang="x-default">old barn</rdf:li>');
  expect(metadata.xmp).toContain('Street 1');
  expect(metadata.xmp).toContain('photoshop:City="Elsewhere"');
  expect(metadata.xmp).not.toContain('Somewhere');
  expect(notes).toEqual(['IPTC as XMP, as WebP has no place for it']);
  expect(carryMetadata({ resources }, { ...options, gps: false }).metadata.xmp).not.toContain('Somewhere');
  expect(carryMetadata({ xmp: 'unsound', resources }, options).notes).toEqual([
    'XMP kept as it was, as it cannot be parsed',
    'IPTC left out, as WebP has no place for it',
  ]);
});
