import { type Attr, DOMParser, type Element, ParseError, XMLSerializer } from '@xmldom/xmldom';

import type { XmpProperty } from './xmp-property.ts';

/** XMP as a tree. */
export interface XmpPacket {
  /** Usually x:xmpmeta. */
  readonly root: Element;
  readonly rdf: Element;
}

export const RDF = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';
export const XMLNS = 'http://www.w3.org/2000/xmlns/';
const EMPTY = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="${RDF}"/></x:xmpmeta>`;
/** In characters. Parsing takes a second for each million of a packet made to be slow. */
const MOST_PARSED = 0x800000;

/**
 * Parses XMP in whatever spelling XML allows; null where it is no sound XML or holds no RDF. Entities are never
 * looked up: a packet that declares and uses its own is not sound.
 */
export function parseXmp(text: string): XmpPacket | null {
  if (text.length > MOST_PARSED) return null;
  try {
    const root = new DOMParser({ locator: false, onError: refuse }).parseFromString(
      text.trim(),
      'text/xml',
    ).documentElement;
    const rdf = root?.namespaceURI === RDF ? root : root?.getElementsByTagNameNS(RDF, 'RDF').item(0);
    return root && rdf ? { root, rdf } : null;
  } catch (error) {
    if (error instanceof ParseError) return null;
    throw error;
  }
}

function refuse(level: string, message: string): void {
  if (level !== 'warning') throw new Error(message);
}

export function emptyXmp(): XmpPacket {
  const packet = parseXmp(EMPTY);
  if (packet === null) throw new Error('Internal error: expected an empty packet to be sound XML');
  return packet;
}

/** The packet as a file has it: XMP part 1, 7.3.2; the mark of the byte order in it says UTF-8. */
export function writeXmp({ root }: XmpPacket): string {
  return `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>${serialize(root)}<?xpacket end="w"?>`;
}

export function serialize(element: Element): string {
  return new XMLSerializer().serializeToString(element);
}

/** The descriptions that hold the properties. */
export function descriptionsOf({ rdf }: XmpPacket): readonly Element[] {
  return [...rdf.children];
}

/** Whether an attribute of a description is a property, and not a part of the syntax. */
export function isProperty({ namespaceURI }: Attr): boolean {
  return namespaceURI !== null && namespaceURI !== RDF && namespaceURI !== XMLNS && namespaceURI !== XML;
}

const XML = 'http://www.w3.org/XML/1998/namespace';

/** Sets properties, in a description of their own; what the packet said of them before goes. */
export function setProperties(packet: XmpPacket, properties: readonly XmpProperty[]): void {
  for (const description of descriptionsOf(packet)) {
    for (const { namespace, name } of properties) removeProperty(description, namespace, name);
    if (isBare(description)) packet.rdf.removeChild(description);
  }
  const description = properties.length === 0 ? null : addDescription(packet);
  for (const { namespace, prefix, name, value } of properties)
    description?.setAttributeNS(namespace, `${prefix}:${name}`, value);
}

export function addDescription({ rdf }: XmpPacket): Element {
  const document = rdf.ownerDocument;
  if (document === null) throw new Error('Internal error: expected an element to belong to a document');
  const prefix = rdf.prefix ?? 'rdf';
  const description = document.createElementNS(RDF, `${prefix}:Description`);
  description.setAttributeNS(RDF, `${prefix}:about`, '');
  rdf.appendChild(description);
  return description;
}

function removeProperty(description: Element, namespace: string, name: string): void {
  description.removeAttributeNS(namespace, name);
  for (const child of [...description.children])
    if (child.namespaceURI === namespace && child.localName === name) description.removeChild(child);
}

function isBare(description: Element): boolean {
  return description.children.length === 0 && ![...description.attributes].some(isProperty);
}

/** The text of a property, or null where the packet does not have it. */
export function readProperty(
  packet: XmpPacket,
  { namespace, name }: Pick<XmpProperty, 'namespace' | 'name'>,
): string | null {
  for (const description of descriptionsOf(packet)) {
    const child = [...description.children].find(
      (one) => one.namespaceURI === namespace && one.localName === name,
    );
    const found = description.getAttributeNS(namespace, name) ?? child?.textContent;
    if (found !== null && found !== undefined) return found;
  }
  return null;
}
