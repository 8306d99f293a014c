import { describe, expect, it } from '@jest/globals';

import { decodePhoto, UndecodableError } from '../decode-photo.ts';
import { decodePixels } from '../decode-pixels.ts';
import { inspectPhoto } from '../inspect-photo.ts';
import { describeSamples, TIFF_TAGS } from '../testing/corpus-tiff.ts';
import { makeProfile } from '../testing/make-profile.ts';
import { makeTiff, type TiffPicture } from '../testing/make-tiff.ts';

const SIDE = 32;
const { bitsPerSample, photometric, sampleFormat, extraSamples, compression, profile, newSubfileType } =
  TIFF_TAGS;
const BYTES = new Uint8Array(SIDE * SIDE * 3);

function tiff(fields: TiffPicture['fields'], samples: Parameters<typeof describeSamples>[0] = BYTES) {
  return makeTiff([describeSamples(samples, SIDE, SIDE, fields)]);
}

describe('a TIFF that is sound and cannot be read', () => {
  it.each<readonly [string, Uint8Array, RegExp]>([
    [
      'by its compression',
      tiff({ [compression]: 34887 }),
      /^TIFF compression LERC cannot be read here; save/,
    ],
    [
      '10 bits',
      tiff({ [bitsPerSample]: [10, 10, 10] }),
      /^10-bit TIFF samples .* save it with 8 or 16 bits$/,
    ],
    ['mixed bits', tiff({ [bitsPerSample]: [5, 6, 5] }), /^TIFF samples of different kinds cannot be read/],
    ['complex', tiff({ [sampleFormat]: 6 }), /^complex TIFF samples cannot be read here/],
    ['signed bytes', tiff({ [sampleFormat]: 2 }), /^signed 8-bit TIFF samples cannot be read here: nothing/],
    ['other inks', tiff({ [photometric]: 5 }), /^TIFF inks other than CMYK cannot be read here/],
    [
      'Lab',
      tiff({ [photometric]: 8 }),
      /^8-bit Lab TIFFs cannot be read here; save it as RGB, or as Lab with 16/,
    ],
    [
      'palette',
      tiff({ [photometric]: 3, [bitsPerSample]: 16 }),
      /^TIFF palettes of 16 bits cannot be read here/,
    ],
    ['a mask', tiff({ [photometric]: 4 }), /^8-bit transparency mask TIFFs cannot be read here/],
    ['unheard of', tiff({ [photometric]: 777 }), /^8-bit photometric 777 TIFFs cannot be read here/],
    [
      'premultiplied',
      tiff({ [extraSamples]: 1 }, new Uint32Array(SIDE * SIDE * 4)),
      /^32-bit TIFF samples with premultiplied alpha cannot be read here/,
    ],
    ['17 channels', tiff({}, new Uint8Array(SIDE * SIDE * 17)), /^TIFFs of 17 channels cannot be read here/],
    [
      'floats with a profile of other channels',
      tiff({ [sampleFormat]: 3, [profile]: makeProfile('GRAY', [1]) }, new Float32Array(SIDE * SIDE * 3)),
      /^floating-point TIFF samples without a colour profile/,
    ],
  ])('is refused by name, wherever it is asked for: %s', async (_, bytes, reason) => {
    const expected = { reason: expect.stringMatching(reason) };
    expect(await inspectPhoto(bytes)).toEqual(expected);
    expect(await decodePixels(bytes)).toEqual(expected);
    await expect(decodePhoto(bytes, 8)).rejects.toThrow(UndecodableError);
  });

  it('is read with a note where it calls itself a preview and holds nothing else', async () => {
    const preview = describeSamples(BYTES, SIDE, SIDE, { [newSubfileType]: 1 });
    expect(await inspectPhoto(makeTiff([preview]))).toMatchObject({
      notes: ['a preview, as the file names no picture at its full size'],
    });
  });

  it('is called damaged where only a preview of it can be found', async () => {
    const preview = describeSamples(BYTES, SIDE, SIDE, { [newSubfileType]: 1, 330: [70_000] });
    expect(await inspectPhoto(makeTiff([preview]))).toEqual({
      reason: 'the file is truncated or damaged: of its pictures only a preview can be found',
    });
  });
});
