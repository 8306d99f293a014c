import { describe, expect, it } from '@jest/globals';

import { sayWhatToExpect } from './say-what-to-expect.ts';

const own = (path: string) => ({ source: { kind: 'folder', path } }) as const;

describe('what so many photos can give', () => {
  it('is said of a few of one’s own, with the command that gives more', () => {
    expect(sayWhatToExpect(42, own('photos'))).toEqual([
      '42 photos: with so few, expect little more than sepia',
      'for more, colour with the bundled model (npx tintype colorize photos --recursive --out coloured) or add photos',
    ]);
    expect(sayWhatToExpect(126, own("my mum's photos"))).toEqual([
      '126 photos: with so few, expect sepia and blue skies at best',
      `for more, colour with the bundled model (npx tintype colorize 'my mum'\\''s photos' --recursive --out coloured) or add photos`,
    ]);
  });

  it('is not said of many, nor of photos that come with the program', () => {
    expect(sayWhatToExpect(200, own('photos'))).toEqual([]);
    expect(sayWhatToExpect(126, { source: { kind: 'bundled', set: 'all' } })).toEqual([]);
    expect(sayWhatToExpect(48, { source: { kind: 'generated', count: 48, seed: 1, size: 256 } })).toEqual([]);
  });
});
