import type { Attr, Element } from '@xmldom/xmldom';

import { decodeLatin1, encodeLatin1, encodeUtf8, joinBytes, viewBytes } from '../../bytes/bytes.ts';
import { computeMd5 } from '../../bytes/md5.ts';
import {
  addCopy,
  addDescription,
  addElement,
  addProperties,
  elementsIn,
  emptyXmp,
  isAttribute,
  isOneOf,
  parseXmp,
  propertiesOf,
  readProperty,
  serialize,
  writeXmp,
  XMLNS,
  type XmpPacket,
} from './xmp-packet.ts';
import type { XmpProperty } from './xmp-property.ts';

/** XMP part 3, 1.1.3.1: the property of the main packet that names the extended one, by its MD5 in hexadecimal. */
const EXTENDED = {
  namespace: 'http://ns.adobe.com/xmp/note/',
  prefix: 'xmpNote',
  name: 'HasExtendedXMP',
} as const;

/** The payload of an extension segment behind its name: MD5 as text, length of the whole, where this part begins. */
const GUID_BYTES = 32;
const HEAD_BYTES = GUID_BYTES + 8;
/** Of a part, so that it fits into a segment. */
const PART_BYTES = 65_400;
const MOST_BYTES = 0x4000000;

export interface SplitXmp {
  readonly main: string;
  /** Payloads of extension segments, behind their name; none where the main packet holds all. */
  readonly extensions: readonly Uint8Array[];
}

/**
 * Splits XMP so that its main packet has at most `most` bytes and holds `pinned`: the largest properties move into the
 * extended packet. Null where even that leaves too much, or it cannot be parsed again.
 */
export function splitXmp(
  text: string,
  { most, pinned }: { readonly most: number; readonly pinned: readonly XmpProperty[] },
): SplitXmp | null {
  if (encodeUtf8(text).length <= most) return { main: text, extensions: [] };
  const packet = parseXmp(text);
  const moved = packet && chooseMoved(packet, { most: most - NOTE_BYTES, pinned });
  if (packet === null || moved === null) return null;
  const bytes = encodeUtf8(serialize(extendedOf(packet, moved)));
  const guid = computeMd5(bytes).toUpperCase();
  addProperties(packet, [{ ...EXTENDED, value: guid }]);
  return { main: writeXmp(packet, moved), extensions: partsOf(bytes, guid) };
}

/** For the property that names the extended packet. */
const NOTE_BYTES = 300;

/** The largest properties, so many that what remains fits. */
function chooseMoved(
  packet: XmpPacket,
  { most, pinned }: { readonly most: number; readonly pinned: readonly XmpProperty[] },
): ReadonlySet<Element | Attr> | null {
  const sized = propertiesOf(packet)
    .filter((property) => !isOneOf(property, pinned))
    .map((property) => ({ property, size: sizeOf(property) }))
    .sort((a, b) => a.size - b.size);
  const moved = new Set<Element | Attr>();
  for (;;) {
    let surplus = encodeUtf8(writeXmp(packet, moved)).length - most;
    if (surplus <= 0) return moved;
    if (sized.length === 0) return null;
    for (let next = sized.pop(); next !== undefined; next = surplus > 0 ? sized.pop() : undefined) {
      moved.add(next.property);
      surplus -= next.size;
    }
  }
}

/** In bytes, about: an element that is written alone declares its namespaces, too. */
function sizeOf(property: Element | Attr): number {
  return encodeUtf8(isAttribute(property) ? property.name + property.value : serialize(property)).length;
}

/** An attribute becomes an element, which means the same. */
function extendedOf({ root, rdf }: XmpPacket, moved: ReadonlySet<Element | Attr>): Element {
  const extended = emptyXmp();
  const description = addDescription(extended);
  for (const declaring of [...elementsIn(rdf), rdf, root])
    for (const { namespaceURI, name, value } of declaring.attributes)
      if (namespaceURI === XMLNS) description.setAttributeNS(XMLNS, name, value);
  for (const property of moved) {
    if (isAttribute(property)) addElement(description, property.namespaceURI, property.name, property.value);
    else addCopy(description, property);
  }
  return extended.root;
}

function partsOf(bytes: Uint8Array, guid: string): readonly Uint8Array[] {
  return Array.from({ length: Math.ceil(bytes.length / PART_BYTES) }, (_, i) => {
    const head = new Uint8Array(HEAD_BYTES);
    head.set(encodeLatin1(guid));
    viewBytes(head).setUint32(GUID_BYTES, bytes.length);
    viewBytes(head).setUint32(GUID_BYTES + 4, i * PART_BYTES);
    return joinBytes([head, bytes.subarray(i * PART_BYTES, (i + 1) * PART_BYTES)]);
  });
}

/** A main packet with what its extension segments hold, in one. */
export function joinExtendedXmp(
  main: string,
  extensions: readonly Uint8Array[],
): { readonly xmp: string; readonly notes: readonly string[] } {
  const packet = main.includes(EXTENDED.name) ? parseXmp(main) : null;
  const guid = packet && readProperty(packet, EXTENDED);
  if (packet === null || guid === null) return { xmp: main, notes: [] };
  const bytes = join(extensions, guid);
  const extended = bytes && parseXmp(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes));
  if (extended === null) return { xmp: main, notes: ['extended XMP left out, as it is not complete'] };
  for (const description of elementsIn(extended.rdf)) addCopy(packet.rdf, description);
  return { xmp: writeXmp(packet), notes: [] };
}

/** The bytes of an extended packet, or null where a part is missing. */
function join(extensions: readonly Uint8Array[], guid: string): Uint8Array | null {
  const parts = extensions
    .filter((part) => part.length > HEAD_BYTES)
    .map((bytes) => ({ bytes, view: viewBytes(bytes) }))
    .filter(({ bytes }) => decodeLatin1(bytes.subarray(0, GUID_BYTES)) === guid)
    .sort((a, b) => a.view.getUint32(GUID_BYTES + 4) - b.view.getUint32(GUID_BYTES + 4));
  const length = parts[0]?.view.getUint32(GUID_BYTES) ?? 0;
  const bytes = joinBytes(parts.map(({ bytes }) => bytes.subarray(HEAD_BYTES)));
  return length > 0 && length === bytes.length && length <= MOST_BYTES ? bytes : null;
}
