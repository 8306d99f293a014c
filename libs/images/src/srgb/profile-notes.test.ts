import { describe, expect, it } from '@jest/globals';
import sharp, { type Sharp } from 'sharp';

import { readHeader } from '../inspect-photo.ts';
import { makeProfile } from '../testing/make-profile.ts';

const flat = sharp({ create: { width: 64, height: 64, channels: 3, background: '#777' } });

async function notesOf(photo: Sharp, profile?: Uint8Array): Promise<readonly string[]> {
  const jpeg = await photo.jpeg().toBuffer();
  const found = await readHeader(profile === undefined ? jpeg : withProfile(jpeg, profile));
  if ('reason' in found) throw new Error(found.reason);
  return found.header.notes;
}

/** In one APP2 segment behind the SOI (ICC.1:2022, annex B.4). */
function withProfile(jpeg: Buffer, profile: Uint8Array): Buffer {
  const content = Buffer.concat([Buffer.from('ICC_PROFILE\0\x01\x01', 'latin1'), profile]);
  const head = Buffer.from([0xff, 0xe2, 0, 0]);
  head.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, content, jpeg.subarray(2)]);
}

const grey = flat.clone().toColourspace('b-w');

describe('the profile of a photo', () => {
  it('that fits is not spoken of', async () => {
    expect(await notesOf(flat.clone().withIccProfile('p3'))).toEqual([]);
    expect(await notesOf(grey)).toEqual([]);
    expect(await notesOf(flat, makeProfile('RGB ', [1.8]))).toEqual([]);
    expect(await notesOf(grey, makeProfile('GRAY', [1.8]))).toEqual([]);
  });

  it('that does not fit the samples is named, unless it says what is taken anyway', async () => {
    const leftOut = (kind: string) => [
      `its colour profile is for ${kind}, does not fit and is left out of account`,
    ];
    expect(await notesOf(flat, makeProfile('GRAY', [1]))).toEqual(leftOut('grey'));
    expect(await notesOf(grey, makeProfile('RGB ', [1]))).toEqual(leftOut('RGB'));
    const srgb = makeProfile('RGB ', [2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045, 0, 0]);
    expect(await notesOf(grey, srgb)).toEqual([]);
  });
});
