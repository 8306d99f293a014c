import type { Element } from '@xmldom/xmldom';

import type { Settled } from './settle-exif.ts';
import { fateOf, isOfTheFile } from './stale-xmp.ts';
import { descriptionsOf, XMLNS, type XmpPacket } from './xmp-packet.ts';

/** Makes XMP of a photo true of the picture, at any depth of its structures. */
export function settleXmp(packet: XmpPacket, settled: Settled): void {
  const open: Element[] = [...descriptionsOf(packet)]; // no recursion: structures may be as deep as an enemy likes
  for (let element = open.pop(); element !== undefined; element = open.pop()) {
    settleAttributes(element, settled);
    for (const child of [...element.children]) if (settleChild(element, child, settled)) open.push(child);
  }
  forgetNamespaces(packet.root);
}

function settleAttributes(element: Element, settled: Settled): void {
  for (const attribute of [...element.attributes]) {
    const { namespaceURI, localName } = attribute;
    if (namespaceURI === null || namespaceURI === XMLNS || localName === null) continue;
    const fate = fateOf(namespaceURI, localName, settled);
    if (fate === 'goes') element.removeAttributeNode(attribute);
    else if (fate !== 'stays') attribute.value = fate.text;
  }
}

/** Whether the child stays and is yet to be looked into. */
function settleChild(element: Element, child: Element, settled: Settled): boolean {
  const fate = fateOf(child.namespaceURI ?? '', child.localName ?? '', settled);
  if (fate === 'stays') return true;
  if (fate === 'goes') element.removeChild(child);
  else child.textContent = fate.text;
  return false;
}

/** Declarations of namespaces that are not used any more. */
function forgetNamespaces(root: Element): void {
  for (const element of [root, ...root.getElementsByTagName('*')])
    for (const attribute of [...element.attributes])
      if (attribute.namespaceURI === XMLNS && isOfTheFile(attribute.value))
        element.removeAttributeNode(attribute);
}
