import { deflateSync, inflateSync } from 'node:zlib';

import type { PhotoBytes } from '../photo-bytes.ts';
import { type Chunk, writeChunk } from '../png/chunks.ts';
import { readChunks } from '../png/read-chunks.ts';
import { type Density, perInch, soundDensity } from './density.ts';
import { readResources, type Resource, resourceOfIptc } from './iptc.ts';

/** What stands in front of the XMP in an iTXt: PNG 3rd edition, 11.3.3.4; not packed, no language, no translation. */
export const XMP_IN_PNG = 'XML:com.adobe.xmp\0\0\0\0\0';

/** What libvips does not hand on of a PNG. */
export interface PngMetadata {
  readonly density: Density | undefined;
  readonly resources: readonly Resource[];
  /** EXIF as ImageMagick and older programs write it. */
  readonly exif: Uint8Array | undefined;
}

export async function readPngMetadata(bytes: PhotoBytes): Promise<PngMetadata> {
  const chunks = await readChunks(bytes, new Set(['pHYs', 'tEXt', 'zTXt']));
  const profiles = new Map(chunks.flatMap(profileIn));
  const density = chunks.find(({ name, data }) => name === 'pHYs' && data.length >= 9);
  const iptc = profiles.get('iptc') ?? profiles.get('8bim');
  return {
    density: density && densityOf(density),
    resources: iptc ? resourcesIn(iptc) : [],
    exif: profiles.get('exif') ?? profiles.get('APP1'),
  };
}

const METRE = 1;

/** PNG 3rd edition, 11.3.4.3: pixels per unit in x and y, and the unit: none or metre. */
function densityOf({ data }: Chunk): Density | undefined {
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  const [x, y] = [view.getUint32(0), view.getUint32(4)];
  return view.getUint8(8) === METRE
    ? soundDensity({ x: perInch(x), y: perInch(y), unit: 'inch' })
    : soundDensity({ x, y, unit: 'none' });
}

function resourcesIn(profile: Uint8Array): readonly Resource[] {
  const resource = resourceOfIptc(profile);
  return resource === null ? readResources(profile) : [resource];
}

const KEYWORD = 'Raw profile type ';
/** More than metadata ever has, and less than hurts. */
const MOST_BYTES = 0x1000000;

/**
 * PNG has no place for IPTC. ImageMagick, ExifTool and others put it into a text whose keyword ends with the kind: an
 * empty line, a name, the length, and lines of bytes in hexadecimal.
 */
function profileIn({ name, data }: Chunk): readonly (readonly [kind: string, bytes: Uint8Array])[] {
  const text = Buffer.from(data.buffer, data.byteOffset, data.length);
  const end = text.indexOf(0);
  const keyword = text.toString('latin1', 0, Math.max(0, end));
  if (name === 'pHYs' || !keyword.startsWith(KEYWORD)) return [];
  const body = name === 'zTXt' ? inflated(text.subarray(end + 2)) : text.subarray(end + 1);
  const [, , , ...lines] = body?.toString('latin1').split('\n') ?? [];
  return [[keyword.slice(KEYWORD.length), Buffer.from(lines.join('').trim(), 'hex')]];
}

function inflated(bytes: Uint8Array): Buffer | null {
  try {
    return inflateSync(bytes, { maxOutputLength: MOST_BYTES });
  } catch {
    return null; // damaged, or a bomb
  }
}

const LINE = /.{1,72}/g;

/** IPTC in the chunk in which other programs look for it. */
export function writeIptcProfile(resources: Uint8Array): Uint8Array {
  const lines = Buffer.from(resources).toString('hex').match(LINE) ?? [];
  const text = `\niptc\n${String(resources.length).padStart(8)}\n${lines.join('\n')}\n`;
  return writeChunk('zTXt', `${KEYWORD}iptc\0\0`, deflateSync(Buffer.from(text, 'latin1')));
}
