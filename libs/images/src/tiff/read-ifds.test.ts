import { describe, expect, it } from '@jest/globals';

import { bytesInMemory } from '../bytes/photo-bytes.ts';
import { describeSamples, TIFF_TAGS } from '../testing/corpus-tiff.ts';
import { makeTiff } from '../testing/make-tiff.ts';
import { readIfds, type TiffIfd } from './read-ifds.ts';

const SIDE = 4;
const page = describeSamples(new Uint8Array(3 * SIDE * SIDE), SIDE, SIDE, {
  [TIFF_TAGS.make]: Buffer.from('NIKON\0'),
});
const read = (bytes: Uint8Array): Promise<readonly TiffIfd[]> => readIfds(bytesInMemory(bytes));

/** The same file in the other order of bytes: one page, of numbers of two bytes alone. */
function bigEndian(): Uint8Array {
  const ifd = [0, 2, ...[1, 3, 0, 3, 0, 0, 0, 1, 0, 5, 0, 0], ...[1, 21, 0, 3, 0, 0, 0, 1, 0, 3, 0, 0]];
  return Uint8Array.from([0x4d, 0x4d, 0, 42, 0, 0, 0, 8, ...ifd, 0, 0, 0, 0]);
}

describe('readIfds', () => {
  it.each([false, true])('reads pages and what hangs on them (with 64-bit offsets: %s)', async (big) => {
    const pages = await read(makeTiff([{ ...page, subIfds: [page, page] }, page], { big }));
    expect(pages.map(({ subIfds }) => subIfds.length)).toEqual([2, 0]);
    for (const ifd of [...pages, ...(pages[0]?.subIfds ?? [])]) {
      expect(ifd.fields.get(TIFF_TAGS.bitsPerSample)).toEqual([8, 8, 8]);
      expect(ifd.fields.get(TIFF_TAGS.samplesPerPixel)).toEqual([3]);
      expect(ifd.fields.get(TIFF_TAGS.make)).toEqual([...Buffer.from('NIKON\0')]);
    }
  });

  it('reads either order of bytes', async () => {
    const [ifd] = await read(bigEndian());
    expect(ifd?.fields.get(259)).toEqual([5]);
    expect(ifd?.fields.get(277)).toEqual([3]);
  });

  it('ends where a page names an earlier one as the next', async () => {
    const bytes = Buffer.from(bigEndian());
    bytes.writeUInt32BE(8, bytes.length - 4);
    expect(await read(bytes)).toHaveLength(1);
  });

  it.each([false, true])('reads what is there of a file cut anywhere (64-bit offsets: %s)', async (big) => {
    const whole = makeTiff([{ ...page, subIfds: [page] }, page], { big });
    for (let length = 0; length < whole.length; length++)
      expect((await read(whole.subarray(0, length))).length).toBeLessThanOrEqual(2);
  });

  it('reads nothing of offsets that lead out of the file, and of what is no TIFF', async () => {
    const far = Buffer.from('II+\0\b\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff', 'latin1');
    expect(await read(far)).toEqual([]);
    expect(await read(Buffer.from('II*\0\xff\xff\xff\xff', 'latin1'))).toEqual([]);
    expect(await read(new Uint8Array(3))).toEqual([]);
  });
});
