import { type Attr, DOMParser, type Element, type Node, ParseError, XMLSerializer } from '@xmldom/xmldom';

import type { XmpProperty } from './xmp-property.ts';

/** XMP as a tree. */
export interface XmpPacket {
  /** Usually x:xmpmeta. */
  readonly root: Element;
  readonly rdf: Element;
}

export const RDF = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';
export const XMLNS = 'http://www.w3.org/2000/xmlns/';
export const XML = 'http://www.w3.org/XML/1998/namespace';
const EMPTY = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="${RDF}"/></x:xmpmeta>`;

/**
 * More than programs write. A parser of trees needs time and memory that grow with the square of how many namespaces
 * there are and how deep they lie; these bounds keep both to seconds and megabytes.
 */
const MOST = { characters: 0x400000, tags: 200_000, namespaces: 2000, depth: 500 } as const;

/**
 * Parses XMP in whatever spelling XML allows; null where it is no sound XML, holds no RDF or is made to be slow.
 * Entities are never looked up: a packet that declares and uses its own is not sound.
 */
export function parseXmp(text: string): XmpPacket | null {
  if (text.length > MOST.characters || countOf('<', text) > MOST.tags) return null;
  if (countOf('xmlns', text) > MOST.namespaces) return null;
  const root = parseRoot(text);
  if (root === null || isDeep(root)) return null;
  const rdf = root.namespaceURI === RDF ? root : root.getElementsByTagNameNS(RDF, 'RDF').item(0);
  return rdf && { root, rdf };
}

function countOf(part: string, text: string): number {
  return text.split(part).length - 1;
}

function parseRoot(text: string): Element | null {
  const parser = new DOMParser({ locator: false, onError: refuse });
  try {
    return parser.parseFromString(text.trim(), 'text/xml').documentElement;
  } catch (error) {
    if (error instanceof ParseError) return null;
    throw error;
  }
}

function refuse(level: string, message: string): void {
  if (level !== 'warning') throw new Error(message);
}

function isDeep(root: Element): boolean {
  const open: (readonly [Element, number])[] = [[root, 1]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [element, depth] = next;
    if (depth > MOST.depth) return true;
    for (const child of elementsIn(element)) open.push([child, depth + 1]);
  }
  return false;
}

export function emptyXmp(): XmpPacket {
  const packet = parseXmp(EMPTY);
  if (packet === null) throw new Error('Internal error: expected an empty packet to be sound XML');
  return packet;
}

/** The packet as a file has it: XMP part 1, 7.3.2; the mark of the byte order in it says UTF-8. */
export function writeXmp({ root }: XmpPacket, without?: ReadonlySet<Node>): string {
  return `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>${serialize(root, without)}<?xpacket end="w"?>`;
}

/** An element as text, without some of the elements and attributes in it: removing them would take time squared. */
export function serialize(element: Element, without: ReadonlySet<Node> = new Set()): string {
  const nodeFilter = (node: Node) => (without.has(node) ? null : node);
  return new XMLSerializer().serializeToString(element, { nodeFilter });
}

/** The elements right below one. */
export function elementsIn(element: Element): readonly Element[] {
  const found: Element[] = [];
  for (let child = element.firstChild; child !== null; child = child.nextSibling)
    if (isElement(child)) found.push(child);
  return found;
}

function isElement(node: Node): node is Element {
  return node.nodeType === node.ELEMENT_NODE;
}

/** All properties of the packet that are attributes or elements of its descriptions. */
export function propertiesOf(packet: XmpPacket): readonly (Element | Attr)[] {
  return elementsIn(packet.rdf).flatMap(propertiesIn);
}

export function propertiesIn(description: Element): readonly (Element | Attr)[] {
  return [...[...description.attributes].filter(isProperty), ...elementsIn(description)];
}

/** Whether an attribute of a description is a property, and not a part of the syntax. */
function isProperty({ namespaceURI }: Attr): boolean {
  return namespaceURI !== null && namespaceURI !== RDF && namespaceURI !== XMLNS && namespaceURI !== XML;
}

export function isAttribute(property: Element | Attr): property is Attr {
  return property.nodeType === property.ATTRIBUTE_NODE;
}

/** Whether an attribute or element is one of these properties. */
export function isOneOf(
  { namespaceURI, localName }: Element | Attr,
  properties: readonly Omit<XmpProperty, 'value'>[],
): boolean {
  return properties.some(({ namespace, name }) => namespace === namespaceURI && name === localName);
}

/** Adds properties, in a description of their own. */
export function addProperties(packet: XmpPacket, properties: readonly XmpProperty[]): void {
  if (properties.length === 0) return;
  const description = addDescription(packet);
  for (const { namespace, prefix, name, value } of properties)
    description.setAttributeNS(namespace, `${prefix}:${name}`, value);
}

export function addDescription({ rdf }: XmpPacket): Element {
  const prefix = rdf.prefix ?? 'rdf';
  const description = addElement(rdf, RDF, `${prefix}:Description`);
  description.setAttributeNS(RDF, `${prefix}:about`, '');
  return description;
}

/** Adds an element at the end of another, with a text or without. */
export function addElement(parent: Element, namespace: string | null, name: string, text?: string): Element {
  const document = parent.ownerDocument;
  if (document === null) throw new Error('Internal error: expected an element to belong to a document');
  const element = document.createElementNS(namespace, name);
  if (text !== undefined) element.textContent = text;
  parent.appendChild(element);
  return element;
}

/** Puts a copy of an element, also of another packet, at the end of one. */
export function addCopy(parent: Element, element: Element): void {
  const copy = parent.ownerDocument?.importNode(element, true);
  if (copy) parent.appendChild(copy);
}

/** The text of a property, or null where the packet does not have it. */
export function readProperty(packet: XmpPacket, property: Omit<XmpProperty, 'value'>): string | null {
  const found = propertiesOf(packet).find((one) => isOneOf(one, [property]));
  if (found === undefined) return null;
  return isAttribute(found) ? found.value : found.textContent;
}
