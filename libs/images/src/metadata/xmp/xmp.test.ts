import { describe, expect, it } from '@jest/globals';
import { rngFrom } from '@tintype/colour';

import { xmpOf } from '../../testing/tagged-photos.ts';
import { carryMetadata, type CarryOptions } from '../carry-metadata.ts';
import { joinExtendedXmp } from './extended-xmp.ts';
import { readXmpProperty } from './read-xmp-property.ts';
import { parseXmp } from './xmp-packet.ts';
import type { XmpProperty } from './xmp-property.ts';
import { decodeXmp } from './xmp-text.ts';

const MARK: XmpProperty = {
  namespace: 'urn:test',
  prefix: 'test',
  name: 'mark',
  value: 'the <mark> & "more"',
};
const DC = 'http://purl.org/dc/elements/1.1/';
const OPTIONS: CarryOptions = {
  ...{ format: 'jpeg', width: 48, height: 64, orientation: 6, space: 'srgb', gps: true },
  properties: [MARK],
};
const TITLE = { namespace: DC, prefix: 'dc', name: 'title' };

describe('XMP is understood whatever its spelling', () => {
  const body = '<q:Description q:about="" xmlns:d="http://purl.org/dc/elements/1.1/" d:title="barn"/>';
  const rdf = `<q:RDF xmlns:q="http://www.w3.org/1999/02/22-rdf-syntax-ns#">${body}</q:RDF >`;
  const packet = `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<m:xmpmeta xmlns:m="adobe:ns:meta/">${rdf}</m:xmpmeta>\n   <?xpacket end='w'?>`;
  const utf16 = Buffer.from(packet, 'utf16le');

  it.each([
    ['with other prefixes and a space in the end tag', Buffer.from(packet)],
    ['without x:xmpmeta', Buffer.from(rdf)],
    ['with zeros behind it', Buffer.concat([Buffer.from(packet), Buffer.alloc(5)])],
    ['in UTF-16, little end first', utf16],
    ['in UTF-16 with a mark in front', Buffer.concat([Buffer.from([0xff, 0xfe]), utf16])],
    ['in UTF-16, big end first', Buffer.from(utf16).swap16()],
  ])('%s', (_name, bytes) => {
    const { metadata, notes } = carryMetadata({ xmp: decodeXmp(bytes) }, OPTIONS);
    expect(notes).toEqual([]);
    expect(readXmpProperty(metadata.xmp ?? '', TITLE)).toBe('barn');
    expect(readXmpProperty(metadata.xmp ?? '', MARK)).toBe(MARK.value);
  });

  it('reads a property that is an element', () => {
    expect(readXmpProperty(xmpOf(`xmlns:dc="${DC}"`, '<dc:title>a &amp; b</dc:title>'), TITLE)).toBe('a & b');
    expect(readXmpProperty(xmpOf(''), TITLE)).toBeNull();
  });

  it('replaces what the packet said before', () => {
    const once = carryMetadata({}, OPTIONS).metadata.xmp;
    const again = carryMetadata({ xmp: once }, { ...OPTIONS, properties: [{ ...MARK, value: 'new' }] });
    expect(again.metadata.xmp?.match(/mark=/g)).toHaveLength(1);
    expect(readXmpProperty(again.metadata.xmp ?? '', MARK)).toBe('new');
  });
});

describe('XMP that cannot be parsed', () => {
  const entity = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>';
  it.each([
    ['cut off', xmpOf('').slice(0, -20)],
    ['with a prefix that nobody declared', xmpOf('dc:title="barn"')],
    ['with entities of its own', entity + xmpOf('', '<dc:title xmlns:dc="d">&b;</dc:title>')],
    ['that looks into files', `<!DOCTYPE x [<!ENTITY b SYSTEM "file:///etc/passwd">]>${xmpOf('', '&b;')}`],
    ['without RDF', '<x:xmpmeta xmlns:x="adobe:ns:meta/"/>'],
    ['that is none', 'some text'],
  ])('stays whole and says so: %s', (_name, xmp) => {
    const { metadata, notes } = carryMetadata({ xmp }, OPTIONS);
    expect(metadata.xmp?.startsWith(xmp)).toBe(true);
    expect(notes).toEqual(['XMP kept as it was, as it cannot be parsed']);
    const plain = { ...OPTIONS, properties: [{ ...MARK, value: '0123' }] };
    expect(readXmpProperty(carryMetadata({ xmp }, plain).metadata.xmp ?? '', MARK)).toBe('0123');
  });

  it('is left out where it might tell the place, or where JPEG has no room', () => {
    const cut = xmpOf('').slice(0, -20);
    const without = carryMetadata({ xmp: cut }, { ...OPTIONS, gps: false });
    expect(without.notes).toEqual([expect.stringMatching(/^XMP left out: .*the place/)]);
    const large = carryMetadata({ xmp: cut + ' '.repeat(70_000) }, OPTIONS);
    expect(large.notes).toEqual([expect.stringMatching(/^XMP left out: .*no room/)]);
    for (const { metadata } of [without, large])
      expect(readXmpProperty(metadata.xmp ?? '', MARK)).toBe(MARK.value);
  });

  it('neither throws nor hangs on any text', () => {
    const whole = xmpOf(`xmlns:dc="${DC}" dc:title="a"`, '<dc:subject><dc:x/></dc:subject>');
    const rng = rngFrom('xmp');
    for (let i = 0; i < 400; i++) {
      const at = Math.floor(rng() * whole.length);
      const piece = ['<', '>', '"', '&', '\0', ' ', '&x;', '<!DOCTYPE', ']]>', 'ö', '/', ''][
        Math.floor(rng() * 12)
      ];
      const xmp = whole.slice(0, at) + piece + whole.slice(at + 3 * rng());
      const { metadata } = carryMetadata({ xmp }, { ...OPTIONS, gps: rng() < 0.5 });
      expect(readXmpProperty(metadata.xmp ?? '', MARK)).not.toBeNull();
    }
  });
});

describe('XMP above 64 kB', () => {
  const DESCRIPTION = `<dc:description><rdf:Alt><rdf:li xml:lang="x-default">${'ä'.repeat(80_000)}</rdf:li></rdf:Alt></dc:description>`;

  it.each([
    ['an element', xmpOf(`xmlns:dc="${DC}" dc:title="barn"`, DESCRIPTION)],
    ['an attribute', xmpOf(`xmlns:dc="${DC}" dc:title="barn" dc:description="${'ä'.repeat(80_000)}"`)],
    [
      'many',
      xmpOf(`xmlns:dc="${DC}" dc:title="barn"`, `<dc:x>${'0123456789'.repeat(5)}</dc:x>`.repeat(1_500)),
    ],
  ])('goes on in an extended packet of its own: %s', (_name, xmp) => {
    const { metadata, notes } = carryMetadata({ xmp }, OPTIONS);
    const { xmp: main = '', extensions = [] } = metadata;
    expect(Buffer.byteLength(main)).toBeLessThanOrEqual(65_502);
    expect(Math.max(...extensions.map(({ length }) => length))).toBeLessThanOrEqual(65_440);
    expect(readXmpProperty(main, MARK)).toBe(MARK.value);
    const joined = joinExtendedXmp(main, [...extensions].reverse());
    expect([notes, joined.notes]).toEqual([[], []]);
    const again = carryMetadata({ xmp: joined.xmp }, { ...OPTIONS, format: 'png' }).metadata.xmp ?? '';
    expect(readXmpProperty(again, TITLE)).toBe('barn');
    expect(again).not.toContain('HasExtendedXMP');
    expect(again.match(/ä/g)?.length ?? 0).toBe(xmp.match(/ä/g)?.length ?? 0);
    expect(again.match(/0123456789/g)?.length ?? 0).toBe(xmp.match(/0123456789/g)?.length ?? 0);
  });

  it('stays whole where the format takes it', () => {
    const { metadata } = carryMetadata(
      { xmp: xmpOf(`xmlns:dc="${DC}"`, DESCRIPTION) },
      { ...OPTIONS, format: 'webp' },
    );
    expect(metadata.extensions).toBeUndefined();
    expect(metadata.xmp?.match(/ä/g)).toHaveLength(80_000);
  });

  it('is read without its extended packet, and says so, where a part of that is missing', () => {
    const { metadata } = carryMetadata({ xmp: xmpOf(`xmlns:dc="${DC}"`, DESCRIPTION) }, OPTIONS);
    const joined = joinExtendedXmp(metadata.xmp ?? '', metadata.extensions?.slice(1) ?? []);
    expect(joined.notes).toEqual(['extended XMP left out, as it is not complete']);
    expect(readXmpProperty(joined.xmp, MARK)).toBe(MARK.value);
  });
});

describe('XMP of a picture says what is true of it', () => {
  const NAMESPACES = [
    'xmlns:tiff="http://ns.adobe.com/tiff/1.0/" xmlns:exif="http://ns.adobe.com/exif/1.0/"',
    'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:Cam="http://ns.google.com/photos/1.0/camera/"',
    'xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/" xmlns:GPano="http://ns.google.com/photos/1.0/panorama/"',
    'xmlns:c="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/" xmlns:e="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"',
    'xmlns:drone="http://www.dji.com/drone-dji/1.0/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"',
    `xmlns:dc="${DC}" xmlns:con="http://ns.google.com/photos/1.0/container/"`,
  ].join(' ');
  const packet = xmpOf(
    `${NAMESPACES} tiff:Orientation="6" exif:PixelXDimension="64" exif:ColorSpace="65535" Cam:MotionPhoto="1" hdrgm:Version="1.0" GPano:ProjectionType="cylindrical" photoshop:City="Somewhere" photoshop:ICCProfile="Adobe RGB (1998)" photoshop:Headline="barn" c:Location="Street" c:CountryCode="NO" drone:GpsLatitude="12.5" exif:GPSLatitude="12,30N"`,
    [
      '<exif:PixelYDimension>48</exif:PixelYDimension><con:Directory><rdf:Seq><rdf:li>x</rdf:li></rdf:Seq></con:Directory>',
      '<e:LocationShown><rdf:Bag><rdf:li e:City="Somewhere"/></rdf:Bag></e:LocationShown>',
      '<xmp:Thumbnails>AAAA</xmp:Thumbnails><dc:title>barn</dc:title>',
    ].join(''),
  );

  it('and nothing of what it has no more', () => {
    const xmp = carryMetadata({ xmp: packet }, OPTIONS).metadata.xmp ?? '';
    const text = (prefix: string, name: string) =>
      readXmpProperty(xmp, { namespace: `http://ns.adobe.com/${prefix}/1.0/`, prefix, name });
    expect(text('tiff', 'Orientation')).toBe('1');
    expect([text('exif', 'PixelXDimension'), text('exif', 'PixelYDimension')]).toEqual(['48', '64']);
    expect([text('exif', 'ColorSpace'), text('photoshop', 'ICCProfile')]).toEqual(['1', null]);
    expect([text('photoshop', 'Headline'), text('photoshop', 'City')]).toEqual(['barn', 'Somewhere']);
    for (const gone of ['MotionPhoto', 'hdr', 'Directory', 'camera/', 'container/', 'Thumbnails'])
      expect(xmp).not.toContain(gone);
    expect(xmp).toContain('GPano:ProjectionType="cylindrical"');
  });

  it('and not where it was taken, on request', () => {
    const xmp = carryMetadata({ xmp: packet }, { ...OPTIONS, gps: false }).metadata.xmp ?? '';
    for (const place of ['Somewhere', 'Street', 'NO"', '12,30N', '12.5', 'GPSLatitude'])
      expect(xmp).not.toContain(place);
    expect(readXmpProperty(xmp, TITLE)).toBe('barn');
  });
});

describe('XMP that is made to be slow', () => {
  const numbers = Array.from({ length: 4000 }, (_, i) => i);
  it.each([
    ['of many elements', '<a/>'.repeat(300_000)],
    ['too long', ' '.repeat(5_000_000)],
    ['of many namespaces', numbers.map((i) => `<a xmlns:a${i}="b"/>`).join('')],
    ['deep', '<a>'.repeat(20_000) + '</a>'.repeat(20_000)],
  ])('is not parsed: %s', (_name, elements) => {
    expect(parseXmp(xmpOf('', elements))).toBeNull();
  });

  it('is settled and split in time that grows with its length', () => {
    const gps = xmpOf('xmlns:exif="http://ns.adobe.com/exif/1.0/"', '<exif:GPSa/>'.repeat(20_000));
    expect(carryMetadata({ xmp: gps }, { ...OPTIONS, gps: false }).metadata.xmp?.length).toBeLessThan(1000);
    expect(carryMetadata({ xmp: gps }, OPTIONS).metadata.extensions?.length).toBeGreaterThan(1);
  });
});
