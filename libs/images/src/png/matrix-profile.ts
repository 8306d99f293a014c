import { invert3 } from '@tintype/colour';

import type { ColourSpace, Curve } from './colour-space.ts';

/** ICC.1:2022, 6.3.4.3: the white of the profile connection space. */
const D50 = [0.9642, 1, 0.8249];
/** From XYZ to the responses of the eye's cones, after Bradford; ICC.1:2022, annex E. */
const BRADFORD = [0.8951, 0.2664, -0.1614, -0.7502, 1.7135, 0.0367, 0.0389, -0.0685, 1.0296];

/** An ICC profile (version 4) of a colour space, or of its greys. */
export function encodeProfile(space: ColourSpace, kind: 'rgb' | 'grey'): Uint8Array {
  const curve = encodeCurve(space.curve);
  const [red, green, blue] = primariesOf(space.chromaticities);
  const tags: readonly (readonly [name: string, data: Buffer])[] = [
    ['desc', encodeText('As the photo says')],
    ['cprt', encodeText('No copyright')],
    ['wtpt', encodeXyz(D50)],
    ...(kind === 'grey'
      ? [['kTRC', curve] as const]
      : [
          ['rXYZ', encodeXyz(red)] as const,
          ['gXYZ', encodeXyz(green)] as const,
          ['bXYZ', encodeXyz(blue)] as const,
          ...['rTRC', 'gTRC', 'bTRC'].map((name) => [name, curve] as const),
        ]),
  ];
  return assemble(tags, kind === 'grey' ? 'GRAY' : 'RGB ');
}

type Vector = readonly number[];

/** XYZ of the three primaries at full light, seen under D50. */
function primariesOf([wx = 0, wy = 0, ...xy]: Vector): readonly [Vector, Vector, Vector] {
  const [rx = 0, ry = 0, gx = 0, gy = 0, bx = 0, by = 0] = xy;
  const toXyz = (x: number, y: number) => [x / y, 1, (1 - x - y) / y];
  const [r, g, b] = [toXyz(rx, ry), toXyz(gx, gy), toXyz(bx, by)];
  const columns = [0, 1, 2].flatMap((row) => [r[row] ?? 0, g[row] ?? 0, b[row] ?? 0]);
  const white = toXyz(wx, wy);
  const [sr = 0, sg = 0, sb = 0] = multiply(invert3(columns), white);
  const under = (primary: Vector, scale: number) =>
    adapt(
      primary.map((value) => value * scale),
      white,
    );
  return [under(r, sr), under(g, sg), under(b, sb)];
}

/** A colour under `white` as it is seen under D50. */
function adapt(xyz: Vector, white: Vector): Vector {
  const [from, to] = [multiply(BRADFORD, white), multiply(BRADFORD, D50)];
  const cones = multiply(BRADFORD, xyz).map((cone, i) => (cone * (to[i] ?? 0)) / (from[i] ?? 1));
  return multiply(invert3(BRADFORD), cones);
}

function multiply(matrix: Vector, [x = 0, y = 0, z = 0]: Vector): Vector {
  return [0, 3, 6].map((i) => (matrix[i] ?? 0) * x + (matrix[i + 1] ?? 0) * y + (matrix[i + 2] ?? 0) * z);
}

/** ICC.1:2022, 10.18: a power, or that of sRGB with its straight part. */
function encodeCurve(curve: Curve): Buffer {
  const isPower = curve !== 'srgb';
  const parameters = isPower ? [curve] : [2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045];
  const kind = Buffer.from([0, isPower ? 0 : 3, 0, 0]);
  return Buffer.concat([Buffer.from('para\0\0\0\0'), kind, ...parameters.map(encodeFixed)]);
}

function encodeXyz(xyz: Vector): Buffer {
  return Buffer.concat([Buffer.from('XYZ \0\0\0\0'), ...xyz.map(encodeFixed)]);
}

function encodeText(text: string): Buffer {
  const utf16 = Buffer.from(text, 'utf16le').swap16();
  const numbers = [1, 12, 0x656e5553, utf16.length, 28].map(encodeNumber); // one text, in en-US
  return Buffer.concat([Buffer.from('mluc\0\0\0\0'), ...numbers, utf16]);
}

/** s15Fixed16Number; what is beyond it is of primaries that are no colours. */
function encodeFixed(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(Math.round(Math.min(Math.max(value, -32768), 32767) * 65536));
  return bytes;
}

function encodeNumber(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

const HEADER_BYTES = 128;

function assemble(tags: readonly (readonly [name: string, data: Buffer])[], space: string): Uint8Array {
  const entries: Buffer[] = [];
  const contents: Buffer[] = [];
  let offset = HEADER_BYTES + 4 + 12 * tags.length;
  for (const [name, data] of tags) {
    entries.push(Buffer.from(name), encodeNumber(offset), encodeNumber(data.length));
    const padded = Buffer.concat([data, Buffer.alloc(-data.length & 3)]);
    contents.push(padded);
    offset += padded.length;
  }
  return Buffer.concat([encodeHeader(offset, space), encodeNumber(tags.length), ...entries, ...contents]);
}

function encodeHeader(size: number, space: string): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(0x04200000, 8);
  header.write(`mntr${space}XYZ `, 12, 'latin1');
  header.write('acsp', 36, 'latin1');
  Buffer.concat(D50.map(encodeFixed)).copy(header, 68);
  return header;
}
