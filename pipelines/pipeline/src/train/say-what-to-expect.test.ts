import { describe, expect, it } from '@jest/globals';

import { trainSettings } from '../schemas/train.ts';
import { sayWhatToExpect } from './say-what-to-expect.ts';

const article = trainSettings.parse({});
const pretrained = trainSettings.parse({ network: { kind: 'pretrained', width: 64 } });

describe('what so many photos can teach', () => {
  it('is said of few of them, with what to do instead', () => {
    expect(sayWhatToExpect(24, article)).toBe(
      '24 training photos: a network that starts from nothing learns little more than sepia from so few; fine-tune the bundled model on them instead, as the recipe folder does (train.start "bundled")',
    );
    expect(sayWhatToExpect(89, { ...pretrained, start: 'random' })).toMatch(/sepia and blue skies at best/);
  });

  it('is not said of many, nor where the network knows things already', () => {
    expect(sayWhatToExpect(150, article)).toBeNull();
    expect(sayWhatToExpect(24, { ...article, start: 'bundled' })).toBeNull();
    expect(sayWhatToExpect(24, pretrained)).toBeNull();
  });
});
