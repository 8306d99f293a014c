/** light = (a · sample + b)^g + e from d on, c · sample + f below: g alone, or all in this order (ICC.1:2022, 10.18). */
export type ProfileCurve = readonly number[] | { readonly table: readonly number[] };

const HEADER_BYTES = 128;
const D50 = [0.9642, 1, 0.8249];
/** The primaries of sRGB seen under D50 (IEC 61966-2-1, adapted by Bradford's method). */
const PRIMARIES = {
  rXYZ: [0.436066, 0.222488, 0.013916],
  gXYZ: [0.385147, 0.716873, 0.097076],
  bXYZ: [0.143066, 0.060608, 0.714096],
};

/** An ICC profile of one curve: for grey, or for RGB with the primaries of sRGB. */
export function makeProfile(space: 'GRAY' | 'RGB ', curve: ProfileCurve): Uint8Array {
  const shape = encodeCurve(curve);
  const tags: Readonly<Record<string, Buffer>> =
    space === 'GRAY'
      ? { wtpt: encodeXyz(D50), kTRC: shape }
      : {
          wtpt: encodeXyz(D50),
          rXYZ: encodeXyz(PRIMARIES.rXYZ),
          gXYZ: encodeXyz(PRIMARIES.gXYZ),
          bXYZ: encodeXyz(PRIMARIES.bXYZ),
          ...{ rTRC: shape, gTRC: shape, bTRC: shape },
        };
  return joinTags(space, Object.entries(tags));
}

function joinTags(space: string, tags: readonly (readonly [name: string, value: Buffer])[]): Uint8Array {
  const list = Buffer.alloc(4 + tags.length * 12);
  list.writeUInt32BE(tags.length, 0);
  let place = HEADER_BYTES + list.length;
  tags.forEach(([name, value], i) => {
    list.write(name, 4 + i * 12, 'latin1');
    list.writeUInt32BE(place, 8 + i * 12);
    list.writeUInt32BE(value.length, 12 + i * 12);
    place += value.length;
  });
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32BE(place, 0);
  header.writeUInt32BE(0x04000000, 8);
  header.write(`mntr${space}XYZ `, 12, 'latin1');
  header.write('acsp', 36, 'latin1');
  encodeXyz(D50).copy(header, 68, 8);
  return Buffer.concat([header, list, ...tags.map(([, value]) => value)]);
}

function encodeXyz(xyz: readonly number[]): Buffer {
  return Buffer.concat([Buffer.from('XYZ \0\0\0\0', 'latin1'), ...xyz.map(fixed)]);
}

function encodeCurve(curve: ProfileCurve): Buffer {
  if (!('table' in curve)) {
    const kind = Buffer.from([0, curve.length === 1 ? 0 : 4, 0, 0]);
    return Buffer.concat([Buffer.from('para\0\0\0\0', 'latin1'), kind, ...curve.map(fixed)]);
  }
  const buffer = Buffer.alloc(12 + 4 * Math.ceil(curve.table.length / 2));
  buffer.write('curv', 0, 'latin1');
  buffer.writeUInt32BE(curve.table.length, 8);
  curve.table.forEach((value, i) => buffer.writeUInt16BE(Math.round(value * 65535), 12 + i * 2));
  return buffer;
}

function fixed(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeInt32BE(Math.round(value * 65536));
  return buffer;
}
