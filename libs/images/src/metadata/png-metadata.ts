import { decodeLatin1, encodeLatin1 } from '../bytes/bytes.ts';
import type { PhotoBytes } from '../bytes/photo-bytes.ts';
import type { Zlib } from '../bytes/zlib.ts';
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

export async function readPngMetadata(bytes: PhotoBytes, zlib: Zlib): Promise<PngMetadata> {
  const chunks = await readChunks(bytes, new Set(['pHYs', 'tEXt', 'zTXt']));
  const profiles = new Map(chunks.flatMap((chunk) => profileIn(chunk, zlib)));
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
function profileIn(
  { name, data }: Chunk,
  zlib: Zlib,
): readonly (readonly [kind: string, bytes: Uint8Array])[] {
  const end = data.indexOf(0);
  const keyword = decodeLatin1(data.subarray(0, Math.max(0, end)));
  if (name === 'pHYs' || !keyword.startsWith(KEYWORD)) return [];
  const body = name === 'zTXt' ? zlib.inflate(data.subarray(end + 2), MOST_BYTES) : data.subarray(end + 1);
  const [, , , ...lines] = decodeLatin1(body ?? new Uint8Array()).split('\n');
  return [[keyword.slice(KEYWORD.length), decodeHex(lines.join('').trim())]];
}

/** Up to the first pair that is none of hexadecimal digits. */
function decodeHex(text: string): Uint8Array {
  const [digits = ''] = /^([0-9a-f]{2})*/i.exec(text) ?? [];
  return Uint8Array.from({ length: digits.length / 2 }, (_, i) =>
    parseInt(digits.slice(2 * i, 2 * i + 2), 16),
  );
}

const LINE = /.{1,72}/g;

/** IPTC in the chunk in which other programs look for it. */
export function writeIptcProfile(resources: Uint8Array, zlib: Zlib): Uint8Array {
  const hex = Array.from(resources, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const lines = hex.match(LINE) ?? [];
  const text = `\niptc\n${String(resources.length).padStart(8)}\n${lines.join('\n')}\n`;
  return writeChunk('zTXt', `${KEYWORD}iptc\0\0`, zlib.deflate(encodeLatin1(text)));
}
