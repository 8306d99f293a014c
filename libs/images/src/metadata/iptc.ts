import { decodeLatin1, encodeLatin1, joinBytes, viewBytes } from '../bytes/bytes.ts';

/** A resource of Photoshop: "8BIM", a number, a name that nobody uses, and data. */
export interface Resource {
  readonly id: number;
  readonly data: Uint8Array;
}

/** Photoshop file formats, "Image resource IDs": IPTC, the copyright flag and its address. */
export const IPTC = 0x0404;
const CARRIED: ReadonlySet<number> = new Set([IPTC, 0x040a, 0x040b]);
const SIGNATURES: ReadonlySet<string> = new Set(['8BIM', 'AgHg', 'DCSR', 'PHUT', 'MeSa']);

/**
 * Of a series of Photoshop's resources those that stay true of a picture made of the photo: not its preview, its
 * resolution, its profile. What follows a damaged one is not read.
 */
export function readResources(bytes: Uint8Array): readonly Resource[] {
  const view = viewBytes(bytes);
  const isResource = (at: number) => SIGNATURES.has(decodeLatin1(bytes.subarray(at, at + 4)));
  const found: Resource[] = [];
  for (let at = 0; at + 12 <= bytes.length && isResource(at);) {
    const id = view.getUint16(at + 4);
    const sizeAt = at + 6 + even(1 + view.getUint8(at + 6)); // behind a Pascal string of even length
    if (sizeAt + 4 > bytes.length) break;
    const size = view.getUint32(sizeAt);
    const data = bytes.subarray(sizeAt + 4, sizeAt + 4 + size);
    if (data.length < size) break;
    if (CARRIED.has(id)) found.push({ id, data });
    at = sizeAt + 4 + even(size);
  }
  return found;
}

/** IPTC as TIFF has it (tag 33723), as a resource; null where nothing in it can be read. */
export function resourceOfIptc(given: Uint8Array): Resource | null {
  const swapped = given[0] !== TAG_MARKER && given[3] === TAG_MARKER;
  const data = swapped ? swapLongs(given) : given; // some writers turned it round as if it were numbers
  const fields = readFields(data);
  return fields.length === 0 ? null : { id: IPTC, data: joinBytes(fields.map(({ bytes }) => bytes)) };
}

function swapLongs(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from({ length: bytes.length - (bytes.length % 4) }, (_, at) => bytes[at ^ 3] ?? 0);
}

/** The resources without the fields of IPTC that say where a photo was taken. */
export function withoutPlaces(resources: readonly Resource[]): readonly Resource[] {
  return resources.flatMap(({ id, data }) => {
    if (id !== IPTC) return [{ id, data }];
    const kept = readFields(data).filter(({ record, field }) => record !== 2 || !PLACES.has(field));
    return kept.length === 0 ? [] : [{ id, data: joinBytes(kept.map(({ bytes }) => bytes)) }];
  });
}

/** IPTC-IIM 4.2, chapter 6: content location code and name, city, sublocation, province, country code and name. */
const PLACES: ReadonlySet<number> = new Set([26, 27, 90, 92, 95, 100, 101]);

/** Photoshop's resources one behind the other, as an APP13 segment has them behind its name. */
export function writeResources(resources: readonly Resource[]): Uint8Array {
  return joinBytes(
    resources.map(({ id, data }) => {
      const head = new Uint8Array(12); // the name is empty
      head.set(encodeLatin1('8BIM'));
      viewBytes(head).setUint16(4, id);
      viewBytes(head).setUint32(8, data.length);
      return joinBytes([head, data, new Uint8Array(data.length % 2)]);
    }),
  );
}

/** A field of IPTC: record and number, as IPTC-IIM writes 2:120. */
export interface Field {
  readonly record: number;
  readonly field: number;
  readonly value: Uint8Array;
  /** The value with its header. */
  readonly bytes: Uint8Array;
}

/** IPTC-IIM 4.2, section 1.5: marker, record, field, length; lengths from 32,768 on follow in bytes of their own. */
const TAG_MARKER = 0x1c;

/** The fields in order; what follows a damaged one is not read. */
export function readFields(bytes: Uint8Array): readonly Field[] {
  const view = viewBytes(bytes);
  const found: Field[] = [];
  for (let at = 0; at + 5 <= bytes.length && bytes[at] === TAG_MARKER;) {
    const given = view.getUint16(at + 3);
    const lengthBytes = given & 0x8000 ? given & 0x7fff : 0;
    if (lengthBytes > 4 || at + 5 + lengthBytes > bytes.length) break;
    const valueAt = at + 5 + lengthBytes;
    const length = lengthBytes === 0 ? given & 0x7fff : readNumber(bytes.subarray(at + 5, valueAt));
    const end = valueAt + length;
    if (end > bytes.length) break;
    const [record, field] = [view.getUint8(at + 1), view.getUint8(at + 2)];
    found.push({ record, field, value: bytes.subarray(valueAt, end), bytes: bytes.subarray(at, end) });
    at = end;
  }
  return found;
}

/** Up to four bytes, the highest first. */
function readNumber(bytes: Uint8Array): number {
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0);
}

function even(length: number): number {
  return length + (length % 2);
}
