import { addProperties, emptyXmp, writeXmp } from './xmp-packet.ts';
import type { XmpProperty } from './xmp-property.ts';

/** Puts properties behind XMP that is no sound XML, in a packet of their own; what is there stays as it is. */
export function addToUnsound(text: string, properties: readonly XmpProperty[]): string {
  const packet = emptyXmp();
  addProperties(packet, properties);
  return text + writeXmp(packet);
}

/** The text of a property that `addToUnsound` has put there last, or null. */
export function readInUnsound(
  text: string,
  { prefix, name }: Pick<XmpProperty, 'prefix' | 'name'>,
): string | null {
  return [...text.matchAll(new RegExp(`\\s${prefix}:${name}="([^"]*)"`, 'g'))].at(-1)?.[1] ?? null;
}
