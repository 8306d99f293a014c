import { deflateSync } from 'node:zlib';

import { AROUND_DATA, BEHIND_IHDR, writeChunk } from './chunks.ts';
import type { ColourSpace } from './colour-space.ts';
import { expandGrey } from './expand-grey.ts';
import { encodeProfile } from './matrix-profile.ts';
import { readPngHead } from './read-chunks.ts';
import { readPngColourSpace } from './read-colour-space.ts';

/** The place of the colour type; of it the bit for colour. */
const [COLOUR_TYPE, HAS_COLOUR] = [25, 2];

/**
 * A photo that libvips reads in its own colours: a PNG that names its space by cICP, gAMA or cHRM, which libvips does
 * not look at, gets a profile that says the same. Every other photo stays as it is.
 */
export function tagPng(bytes: Uint8Array): Uint8Array {
  const head = readPngHead(bytes);
  const space = head && readPngColourSpace(head);
  if (space === null) return bytes;
  return addProfile(isGrey(bytes) ? expandGrey(bytes) : bytes, space);
}

function addProfile(png: Uint8Array, space: ColourSpace): Uint8Array {
  const profile = deflateSync(encodeProfile(space, isGrey(png) ? 'grey' : 'rgb'));
  const chunk = writeChunk('iCCP', Buffer.concat([Buffer.from('tintype\0\0', 'latin1'), profile]));
  return Buffer.concat([png.subarray(0, BEHIND_IHDR), chunk, withoutProfile(png.subarray(BEHIND_IHDR))]);
}

/** Chunks without the first iCCP before the pixels. */
function withoutProfile(chunks: Uint8Array): Uint8Array {
  const view = Buffer.from(chunks.buffer, chunks.byteOffset, chunks.byteLength);
  for (let at = 0; at + 8 <= view.length;) {
    const [length, name] = [view.readUInt32BE(at), view.toString('latin1', at + 4, at + 8)];
    const next = at + AROUND_DATA + length;
    if (name === 'iCCP') return Buffer.concat([view.subarray(0, at), view.subarray(next)]);
    if (name === 'IDAT') break;
    at = next;
  }
  return chunks;
}

function isGrey(png: Uint8Array): boolean {
  return ((png[COLOUR_TYPE] ?? 0) & HAS_COLOUR) === 0;
}
