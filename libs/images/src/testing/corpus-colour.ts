import { deflateSync } from 'node:zlib';

import type { Sharp } from 'sharp';

import { BEHIND_IHDR, writeChunk } from '../png/chunks.ts';
import { SRGB } from '../png/colour-space.ts';
import { encodeProfile } from '../png/matrix-profile.ts';
import type { CorpusPhoto } from './corpus-photo.ts';

const LOSSLESS = 0.6;
const LOSSY = 6;
const HDR = /^its samples are of high dynamic range \((PQ|HLG)\), which is not supported; export/;

/** Photos that name their colours in other ways than by a profile. */
export async function colourPhotos(scene: () => Sharp): Promise<readonly CorpusPhoto[]> {
  const { data } = await scene().raw().toBuffer({ resolveWithObject: true });
  const png = await scene().png().toBuffer();
  const avif = await scene().avif({ quality: 90, effort: 2 }).toBuffer();
  return [
    { name: 'gamma-22.png', bytes: withGamma(png, 0.45455), tolerance: LOSSLESS },
    { name: 'gamma-18.png', bytes: withGamma(await storeWith(scene, data, 1 / 1.8), 1 / 1.8), tolerance: 1 },
    { name: 'linear.png', bytes: withGamma(await storeWith(scene, data, 1), 1), tolerance: 2.5 },
    { name: 'linear-beside-profile.png', bytes: withBoth(await storeWith(scene, data, 1)), tolerance: 2.5 },
    { name: 'pq.png', bytes: withChunk(png, 'cICP', [9, 16, 0, 1]), reason: HDR },
    { name: 'hlg.png', bytes: withChunk(png, 'cICP', [9, 18, 0, 1]), reason: HDR },
    { name: 'nclx.avif', bytes: withNclx(avif, 1, 13), tolerance: LOSSY },
    { name: 'pq.avif', bytes: withNclx(avif, 9, 16), reason: HDR },
  ];
}

/** The scene in samples that are light ^ gamma. */
async function storeWith(scene: () => Sharp, data: Buffer, gamma: number): Promise<Buffer> {
  const { width = 0, height = 0 } = await scene().metadata();
  return scene()
    .composite([
      {
        input: Buffer.from(data.map((sample) => Math.round(255 * linear(sample / 255) ** gamma))),
        raw: { width, height, channels: 3 },
      },
    ])
    .png()
    .toBuffer();
}

function linear(sample: number): number {
  return sample <= 0.04045 ? sample / 12.92 : ((sample + 0.055) / 1.055) ** 2.4;
}

/** A PNG that says that its samples are light ^ gamma. */
export function withGamma(png: Buffer, gamma: number): Buffer {
  const number = Buffer.alloc(4);
  number.writeUInt32BE(Math.round(gamma * 1e5));
  return withChunk(png, 'gAMA', number);
}

/** A PNG of linear light by its cICP, which goes before the profile of sRGB that it also has. */
function withBoth(png: Buffer): Buffer {
  const profile = deflateSync(encodeProfile(SRGB, 'rgb'));
  const named = Buffer.concat([Buffer.from('sRGB\0\0', 'latin1'), profile]);
  return withChunk(withChunk(png, 'iCCP', named), 'cICP', [1, 8, 0, 1]);
}

/** A PNG with a chunk behind its header. */
export function withChunk(png: Uint8Array, name: string, data: Iterable<number>): Buffer {
  return Buffer.concat([
    png.subarray(0, BEHIND_IHDR),
    writeChunk(name, Buffer.from([...data])),
    png.subarray(BEHIND_IHDR),
  ]);
}

/** An AVIF of libheif's with a box colr of the kind nclx for its picture. */
export function withNclx(avif: Buffer, primaries: number, curve: number): Buffer {
  const colr = Buffer.from([0, 0, 0, 19, ...Buffer.from('colrnclx'), 0, primaries, 0, curve, 0, 1, 0x80]);
  const [ipco, ipma] = [avif.indexOf('ipco') - 4, avif.indexOf('ipma') - 4];
  const [ipmaEnd, count] = [ipma + avif.readUInt32BE(ipma), ipma + 18]; // behind its head, a count of items and an id
  const file = Buffer.from(avif);
  for (const name of ['meta', 'iprp', 'ipco', 'ipma'])
    grow(file, avif.indexOf(name) - 4, name === 'ipco' ? colr.length : name === 'ipma' ? 1 : colr.length + 1);
  grow(file, avif.indexOf('iloc') + 4 + 12, colr.length + 1); // where the pixels are
  file[count] = (file[count] ?? 0) + 1;
  const properties = countBoxes(avif.subarray(ipco + 8, ipma)) + 1;
  return Buffer.concat([
    file.subarray(0, ipma),
    colr,
    file.subarray(ipma, ipmaEnd),
    Buffer.from([properties]),
    file.subarray(ipmaEnd),
  ]);
}

function grow(file: Buffer, at: number, bytes: number): void {
  file.writeUInt32BE(file.readUInt32BE(at) + bytes, at);
}

function countBoxes(boxes: Buffer): number {
  let count = 0;
  for (let at = 0; at < boxes.length; at += boxes.readUInt32BE(at)) count += 1;
  return count;
}
