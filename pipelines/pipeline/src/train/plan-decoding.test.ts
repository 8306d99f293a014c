import { describe, expect, it } from '@jest/globals';

import { decodingWork } from './plan-decoding.ts';

const open = { decode: { temperature: null, coherence: null, saturation: null } };

describe('the choice of how a model decodes', () => {
  it('weighs sixteen photos at most, and none where they are fewer than twelve or nothing is open', () => {
    expect([40, 12, 11, 0].map((photos) => decodingWork(open, photos))).toEqual([17, 13, 1, 1]);
    const pinned = { decode: { temperature: 1, coherence: 0, saturation: 1 } };
    expect(decodingWork(pinned, 40)).toBe(1);
  });
});
