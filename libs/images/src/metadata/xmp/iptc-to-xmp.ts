import type { Element } from '@xmldom/xmldom';

import { decodeLatin1 } from '../../bytes/bytes.ts';
import { type Field, IPTC, readFields, type Resource } from '../iptc.ts';
import { addDescription, addElement, RDF, readProperty, XML, type XmpPacket } from './xmp-packet.ts';

type Shape = 'text' | 'Alt' | 'Bag' | 'Seq';
type Place = readonly [prefix: keyof typeof NS, name: string, shape: Shape];

const NS = {
  dc: 'http://purl.org/dc/elements/1.1/',
  photoshop: 'http://ns.adobe.com/photoshop/1.0/',
  Iptc4xmpCore: 'http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/',
} as const;

/** IPTC Photo Metadata 2022, "IIM and XMP": where each field of record 2 goes in XMP. */
const PLACES: Readonly<Record<number, Place>> = {
  5: ['dc', 'title', 'Alt'],
  25: ['dc', 'subject', 'Bag'],
  40: ['photoshop', 'Instructions', 'text'],
  55: ['photoshop', 'DateCreated', 'text'],
  80: ['dc', 'creator', 'Seq'],
  85: ['photoshop', 'AuthorsPosition', 'text'],
  90: ['photoshop', 'City', 'text'],
  92: ['Iptc4xmpCore', 'Location', 'text'],
  95: ['photoshop', 'State', 'text'],
  100: ['Iptc4xmpCore', 'CountryCode', 'text'],
  101: ['photoshop', 'Country', 'text'],
  103: ['photoshop', 'TransmissionReference', 'text'],
  105: ['photoshop', 'Headline', 'text'],
  110: ['photoshop', 'Credit', 'text'],
  115: ['photoshop', 'Source', 'text'],
  116: ['dc', 'rights', 'Alt'],
  120: ['dc', 'description', 'Alt'],
  122: ['photoshop', 'CaptionWriter', 'text'],
};

/** Adds to XMP what IPTC says and XMP does not, for a picture whose format has no place for IPTC. */
export function addIptc(packet: XmpPacket, resources: readonly Resource[]): void {
  const fields = readFields(resources.find(({ id }) => id === IPTC)?.data ?? new Uint8Array());
  const texts = textsOf(fields);
  const missing = [...texts].filter(([field]) => {
    const [prefix, name] = PLACES[field] ?? [];
    if (prefix === undefined || name === undefined) return false;
    return readProperty(packet, { namespace: NS[prefix], prefix, name }) === null;
  });
  if (missing.length === 0) return;
  const description = addDescription(packet);
  for (const [field, values] of missing) {
    const place = PLACES[field];
    if (place !== undefined) addField(description, place, values);
  }
}

const DATE = 55;
const CHARACTER_SET = 90;
/** ISO 2022: what follows is UTF-8. */
const UTF8 = '\x1b%G';

function textsOf(fields: readonly Field[]): ReadonlyMap<number, readonly string[]> {
  const set = fields.find(({ record, field }) => record === 1 && field === CHARACTER_SET)?.value;
  const isUtf8 = set !== undefined && decodeLatin1(set) === UTF8;
  const texts = new Map<number, readonly string[]>();
  for (const { record, field, value } of fields) {
    if (record !== 2) continue;
    const text = sound(isUtf8 ? new TextDecoder().decode(value) : decodeLatin1(value));
    const dated = field === DATE ? text.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3') : text;
    texts.set(field, [...(texts.get(field) ?? []), dated]);
  }
  return texts;
}

/** Without the characters that XML does not have. */
function sound(text: string): string {
  return [...text].filter((character) => character >= ' ' || /[\t\n\r]/.test(character)).join('');
}

function addField(description: Element, [prefix, name, shape]: Place, values: readonly string[]): void {
  const qualified = `${prefix}:${name}`;
  if (shape === 'text') {
    addElement(description, NS[prefix], qualified, values[0]);
    return;
  }
  const list = addElement(addElement(description, NS[prefix], qualified), RDF, `rdf:${shape}`);
  for (const value of shape === 'Alt' ? values.slice(0, 1) : values) {
    const item = addElement(list, RDF, 'rdf:li', value);
    if (shape === 'Alt') item.setAttributeNS(XML, 'xml:lang', 'x-default');
  }
}
