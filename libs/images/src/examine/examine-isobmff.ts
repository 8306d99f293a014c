import type { PhotoBytes } from '../bytes/photo-bytes.ts';
import { CURVES, refuseHdr } from '../png/colour-space.ts';
import { type Examination, NOTHING_FOUND } from './examination.ts';

/** Primaries of sRGB, and "unspecified", which is taken for it (ITU-T H.273, table 2). */
const SRGB_PRIMARIES = [1, 2];
const UNSPECIFIED = 2;

/**
 * Looks which colours an AVIF or HEIC names for its picture, by the box colr of the kind nclx. libvips takes them all
 * for sRGB, unless there is a profile besides.
 */
export async function examineIsobmff(bytes: PhotoBytes): Promise<Examination> {
  const meta = await findMeta(bytes);
  if (meta === null) return NOTHING_FOUND;
  const colours = readProperties(meta).filter(({ name }) => name === 'colr');
  const nclx = colours.find(({ data }) => kindOf(data) === 'nclx')?.data;
  if (nclx === undefined || nclx.length < 8) return NOTHING_FOUND;
  const [primaries, curve] = [nclx.readUInt16BE(4), nclx.readUInt16BE(6)];
  const hasProfile = colours.some(({ data }) => ['prof', 'rICC'].includes(kindOf(data)));
  const isSrgb =
    SRGB_PRIMARIES.includes(primaries) && (curve === UNSPECIFIED || CURVES.get(curve) === 'srgb');
  const named = NAMES.get(primaries) ?? `nclx ${primaries}/${curve}`;
  const note = `its colours are taken for sRGB, although it names ${named}`;
  return { reason: refuseHdr(curve), notes: hasProfile || isSrgb ? [] : [note] };
}

const NAMES: ReadonlyMap<number, string> = new Map([
  [9, 'BT.2020'],
  [12, 'Display P3'],
]);

interface Box {
  readonly name: string;
  readonly data: Buffer;
}

/** Bytes that a meta box may have to be looked at. It holds no pixels: those of phones have some thousand. */
const MOST_META = 2 ** 24;

/** The content of the box that describes the pictures (ISO/IEC 14496-12, 8.11.1), behind its version and flags. */
async function findMeta(bytes: PhotoBytes): Promise<Buffer | null> {
  for (let at = 0; at + 8 <= bytes.size;) {
    const head = Buffer.from(await bytes.read(at, 16));
    const { size, from } = readSize(head, bytes.size - at);
    if (size < from) return null;
    if (head.toString('latin1', 4, 8) === 'meta')
      return size > MOST_META
        ? null
        : Buffer.from(await bytes.read(at + from + 4, Math.max(size - from - 4, 0)));
    at += size;
  }
  return null;
}

/** The size of a box and where its content begins; 1 stands for 64 bits, 0 for all that follows. */
function readSize(head: Buffer, rest: number): { readonly size: number; readonly from: number } {
  const size = head.readUInt32BE(0);
  if (size === 1 && head.length >= 16) return { size: Number(head.readBigUInt64BE(8)), from: 16 };
  return { size: size === 0 ? rest : size, from: 8 };
}

function readBoxes(data: Buffer): readonly Box[] {
  const boxes: Box[] = [];
  for (let at = 0; at + 8 <= data.length;) {
    const { size, from } = readSize(data.subarray(at), data.length - at);
    if (size < from) break;
    boxes.push({ name: data.toString('latin1', at + 4, at + 8), data: data.subarray(at + from, at + size) });
    at += size;
  }
  return boxes;
}

/** What is said of the picture that is shown (ISO/IEC 23008-12, 9.3); a gain map beside it has colours of its own. */
function readProperties(meta: Buffer): readonly Box[] {
  const boxes = readBoxes(meta);
  const find = (among: readonly Box[], name: string) => among.find((box) => box.name === name)?.data;
  const inner = readBoxes(find(boxes, 'iprp') ?? Buffer.alloc(0));
  const properties = readBoxes(find(inner, 'ipco') ?? Buffer.alloc(0));
  const [pitm, ipma] = [find(boxes, 'pitm'), find(inner, 'ipma')];
  if (pitm === undefined || pitm.length < 6 || ipma === undefined) return properties;
  const item = pitm.readUIntBE(4, pitm[0] === 0 ? 2 : Math.min(4, pitm.length - 4));
  return readAssociations(ipma, item).flatMap((index) => properties[index - 1] ?? []);
}

/** The numbers, from 1 on, of the properties of an item. */
function readAssociations(ipma: Buffer, item: number): readonly number[] {
  const [isLong, isWide] = [(ipma[0] ?? 0) > 0, ((ipma[3] ?? 0) & 1) > 0];
  const [idBytes, indexBytes] = [isLong ? 4 : 2, isWide ? 2 : 1];
  for (let at = 8; at + idBytes < ipma.length;) {
    const id = ipma.readUIntBE(at, idBytes);
    const count = ipma[at + idBytes] ?? 0;
    const first = at + idBytes + 1;
    at = first + count * indexBytes;
    if (id !== item || at > ipma.length) continue;
    return Array.from({ length: count }, (_, i) => {
      const index = ipma.readUIntBE(first + i * indexBytes, indexBytes);
      return index & (isWide ? 0x7fff : 0x7f); // the highest bit says that it is essential
    });
  }
  return [];
}

function kindOf(colr: Buffer): string {
  return colr.toString('latin1', 0, 4);
}
