import { readInUnsound } from './unsound-xmp.ts';
import { parseXmp, readProperty } from './xmp-packet.ts';
import type { XmpProperty } from './xmp-property.ts';

/** The text of a property in a packet that `carryMetadata` has made, or any other; null where it has none. */
export function readXmpProperty(xmp: string, property: Omit<XmpProperty, 'value'>): string | null {
  const packet = parseXmp(xmp);
  return packet === null ? readInUnsound(xmp, property) : readProperty(packet, property);
}
