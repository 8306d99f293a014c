import type { Attr, Element, Node } from '@xmldom/xmldom';

import type { Settled } from '../settled.ts';
import { type Fate, fateOf, isOfTheFile } from './stale-xmp.ts';
import {
  elementsIn,
  isAttribute,
  isOneOf,
  propertiesIn,
  propertiesOf,
  XMLNS,
  type XmpPacket,
} from './xmp-packet.ts';
import type { XmpProperty } from './xmp-property.ts';

/**
 * Makes XMP of a photo true of the picture, at any depth of its structures. What has to go is returned, with
 * properties that are about to be replaced and descriptions of which nothing remains; `writeXmp` leaves it out.
 */
export function settleXmp(
  packet: XmpPacket,
  { replaced, ...settled }: Settled & { readonly replaced: readonly XmpProperty[] },
): ReadonlySet<Node> {
  const gone = new Set<Node>(propertiesOf(packet).filter((property) => isOneOf(property, replaced)));
  const open: Element[] = [packet.root];
  for (let element = open.pop(); element !== undefined; element = open.pop())
    for (const part of [...element.attributes, ...elementsIn(element)]) {
      const fate = fateOfPart(part, settled);
      if (fate === 'goes') gone.add(part);
      else if (fate !== 'stays') setText(part, fate.text);
      else if (!isAttribute(part)) open.push(part);
    }
  for (const description of elementsIn(packet.rdf))
    if (propertiesIn(description).every((property) => gone.has(property))) gone.add(description);
  return gone;
}

function fateOfPart(part: Element | Attr, settled: Settled): Fate {
  const namespace = part.namespaceURI ?? '';
  if (namespace === XMLNS) return isAttribute(part) && isOfTheFile(part.value) ? 'goes' : 'stays';
  return fateOf(namespace, part.localName ?? '', settled);
}

function setText(part: Element | Attr, text: string): void {
  if (isAttribute(part)) part.value = text;
  else part.textContent = text;
}
