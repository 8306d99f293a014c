import { createHash } from 'node:crypto';

import type { Attr, Element } from '@xmldom/xmldom';

import {
  addDescription,
  descriptionsOf,
  emptyXmp,
  isProperty,
  parseXmp,
  readProperty,
  serialize,
  setProperties,
  writeXmp,
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
 * extended packet. Null where even that leaves too much.
 */
export function splitXmp(
  packet: XmpPacket,
  { most, pinned }: { readonly most: number; readonly pinned: readonly XmpProperty[] },
): SplitXmp | null {
  if (surplusOf(packet, most) <= 0) return { main: writeXmp(packet), extensions: [] };
  const extended = emptyXmp();
  const target = addDescription(extended);
  for (let surplus = 1; surplus > 0; surplus = surplusOf(packet, most - NOTE_BYTES))
    if (!moveLargest(packet, target, { bytes: surplus, pinned })) return null;
  const bytes = Buffer.from(serialize(extended.root));
  const guid = createHash('md5').update(bytes).digest('hex').toUpperCase();
  setProperties(packet, [{ ...EXTENDED, value: guid }]);
  return { main: writeXmp(packet), extensions: partsOf(bytes, guid) };
}

function surplusOf(packet: XmpPacket, most: number): number {
  return byteLength(writeXmp(packet)) - most;
}

/** For the property that names the extended packet. */
const NOTE_BYTES = 300;

/** Moves properties until about so many bytes are gone; false where there is none that may be moved. */
function moveLargest(
  packet: XmpPacket,
  target: Element,
  { bytes, pinned }: { readonly bytes: number; readonly pinned: readonly XmpProperty[] },
): boolean {
  const isPinned = ({ namespaceURI, localName }: Element | Attr) =>
    pinned.some(({ namespace, name }) => namespace === namespaceURI && name === localName);
  const movable = descriptionsOf(packet)
    .flatMap((one) => [...one.children, ...[...one.attributes].filter(isProperty)])
    .filter((property) => !isPinned(property))
    .map((property) => ({ property, size: sizeOf(property) }))
    .sort((a, b) => b.size - a.size);
  let left = bytes;
  for (const { property, size } of movable) {
    if (left <= 0) break;
    move(property, target);
    left -= size;
  }
  return movable.length > 0;
}

/** In bytes; an element that is written alone also declares its namespaces. */
function sizeOf(property: Element | Attr): number {
  return byteLength(isAttribute(property) ? property.name + property.value : serialize(property));
}

/** An attribute becomes an element, which means the same. */
function move(property: Element | Attr, target: Element): void {
  const document = target.ownerDocument;
  if (document === null) throw new Error('Internal error: expected an element to belong to a document');
  if (!isAttribute(property)) {
    target.appendChild(document.importNode(property, true));
    property.parentNode?.removeChild(property);
    return;
  }
  const element = document.createElementNS(property.namespaceURI, property.name);
  element.textContent = property.value;
  target.appendChild(element);
  property.ownerElement?.removeAttributeNode(property);
}

function isAttribute(property: Element | Attr): property is Attr {
  return property.nodeType === property.ATTRIBUTE_NODE;
}

function partsOf(bytes: Uint8Array, guid: string): readonly Uint8Array[] {
  return Array.from({ length: Math.ceil(bytes.length / PART_BYTES) }, (_, i) => {
    const head = Buffer.alloc(HEAD_BYTES);
    head.write(guid, 'latin1');
    head.writeUInt32BE(bytes.length, GUID_BYTES);
    head.writeUInt32BE(i * PART_BYTES, GUID_BYTES + 4);
    return Buffer.concat([head, bytes.subarray(i * PART_BYTES, (i + 1) * PART_BYTES)]);
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
  const extended = bytes && parseXmp(bytes.toString('utf8'));
  if (extended === null) return { xmp: main, notes: ['extended XMP left out, as it is not complete'] };
  const document = packet.rdf.ownerDocument;
  for (const description of descriptionsOf(extended))
    if (document) packet.rdf.appendChild(document.importNode(description, true));
  return { xmp: writeXmp(packet), notes: [] };
}

/** The bytes of an extended packet, or null where a part is missing. */
function join(extensions: readonly Uint8Array[], guid: string): Buffer | null {
  const parts = extensions
    .filter((part) => part.length > HEAD_BYTES)
    .map((part) => Buffer.from(part.buffer, part.byteOffset, part.length))
    .filter((part) => part.toString('latin1', 0, GUID_BYTES) === guid)
    .sort((a, b) => a.readUInt32BE(GUID_BYTES + 4) - b.readUInt32BE(GUID_BYTES + 4));
  const length = parts[0]?.readUInt32BE(GUID_BYTES) ?? 0;
  const bytes = Buffer.concat(parts.map((part) => part.subarray(HEAD_BYTES)));
  return length > 0 && length === bytes.length && length <= MOST_BYTES ? bytes : null;
}

function byteLength(text: string): number {
  return Buffer.byteLength(text);
}
