import type { Sharp } from 'sharp';

import type { CorpusPhoto } from './corpus-photo.ts';

const LOSSY = 6;
const SOS = 0xda;
const [SOF0, SOF3] = [0xc0, 0xc3];

/** JPEGs that are cut, filled up or of a rare kind, and those that look so and are sound. */
export async function jpegPhotos(scene: () => Sharp): Promise<readonly CorpusPhoto[]> {
  const large = scene().resize(256, 256);
  const plain = await large.clone().jpeg({ quality: 90, optimiseCoding: false }).toBuffer();
  const progressive = await large.clone().jpeg({ quality: 90, progressive: true }).toBuffer();
  return [...soundJpegs(plain), ...damagedJpegs(plain, progressive), ...unsupportedJpegs(plain)];
}

function soundJpegs(plain: Buffer): readonly CorpusPhoto[] {
  const start = findSegment(plain, SOS);
  const odd = withByte(plain, start + plain.readUInt16BE(start + 2), 0);
  const filled = Buffer.concat([plain.subarray(0, start), Buffer.alloc(3, 0xff), plain.subarray(start)]);
  return [
    { name: 'second-picture.jpg', bytes: Buffer.concat([plain, plain]) },
    { name: 'film-behind.jpg', bytes: Buffer.concat([plain, Buffer.alloc(5000), Buffer.from('ftypmp42')]) },
    { name: 'odd-scan-parameters.jpg', bytes: odd }, // Se of 0 instead of 63, as phones have written it
    { name: 'fill-bytes.jpg', bytes: filled },
    {
      name: 'padded-scan.jpg',
      bytes: Buffer.concat([plain.subarray(0, -2), Buffer.alloc(1000), plain.subarray(-2)]),
    },
  ].map((photo) => ({ ...photo, tolerance: LOSSY }));
}

function damagedJpegs(plain: Buffer, progressive: Buffer): readonly CorpusPhoto[] {
  const reason = /^the file is truncated or damaged: /;
  const end = Buffer.from([0xff, 0xd9]);
  return [
    { name: 'zero-tail.jpg', bytes: zeroed(plain, 0.6, 1), reason },
    { name: 'zero-tail-progressive.jpg', bytes: zeroed(progressive, 0.6, 1), reason },
    { name: 'zero-middle.jpg', bytes: zeroed(plain, 0.5, 0.7), reason },
    { name: 'without-end.jpg', bytes: plain.subarray(0, -2), reason },
    { name: 'early-end.jpg', bytes: Buffer.concat([plain.subarray(0, plain.length >> 1), end]), reason },
    {
      name: 'early-end-progressive.jpg',
      bytes: Buffer.concat([progressive.subarray(0, progressive.length >> 1), end]),
      reason,
    },
  ];
}

function unsupportedJpegs(plain: Buffer): readonly CorpusPhoto[] {
  const frame = findSegment(plain, SOF0);
  return [
    {
      name: 'twelve-bits.jpg',
      bytes: withByte(plain, frame + 4, 12),
      reason: /^12-bit JPEGs are not supported/,
    },
    {
      name: 'lossless.jpg',
      bytes: withByte(plain, frame + 1, SOF3),
      reason: /^lossless JPEGs are not supported/,
    },
  ];
}

/** The position of the first segment of a kind, at its 0xFF. */
function findSegment(jpeg: Buffer, marker: number): number {
  let at = 2;
  while (jpeg[at + 1] !== marker) at += 2 + jpeg.readUInt16BE(at + 2);
  return at;
}

function withByte(bytes: Buffer, at: number, value: number): Buffer {
  const changed = Buffer.from(bytes);
  changed[at] = value;
  return changed;
}

/** With zeros between two shares of the file. */
function zeroed(bytes: Buffer, from: number, to: number): Buffer {
  return Buffer.from(bytes).fill(0, Math.floor(bytes.length * from), Math.floor(bytes.length * to));
}
