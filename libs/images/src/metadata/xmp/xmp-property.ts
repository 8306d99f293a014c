import { readInUnsound } from './unsound-xmp.ts';
import { parseXmp, readProperty } from './xmp-packet.ts';

/** A property with a text for its value. */
export interface XmpProperty {
  readonly namespace: string;
  readonly prefix: string;
  readonly name: string;
  readonly value: string;
}

/** The text of a property in a packet that `carryMetadata` has made, or any other; null where it has none. */
export function readXmpProperty(xmp: string, property: Omit<XmpProperty, 'value'>): string | null {
  const packet = parseXmp(xmp);
  return packet === null ? readInUnsound(xmp, property) : readProperty(packet, property);
}
