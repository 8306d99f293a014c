import { describe, expect, it } from '@jest/globals';

import { pickGallery } from './pick-gallery.ts';

const photos = ['coast', 'coast', 'coast', 'forest', 'street', 'street'].map((name, i) => ({
  photo: `${9 - i}`,
  class: name,
}));

describe('the gallery', () => {
  it('takes from every class in turn', () => {
    const classOf = new Map(photos.map((each) => [each.photo, each.class]));
    expect(pickGallery(photos, 5).map((photo) => classOf.get(photo))).toEqual([
      'coast',
      'forest',
      'street',
      'coast',
      'street',
    ]);
  });

  it('is the same whatever the order of the photos', () => {
    expect(pickGallery([...photos].reverse(), 4)).toEqual(pickGallery(photos, 4));
  });

  it('is all there is when more are asked for', () => {
    expect(pickGallery(photos, 99)).toHaveLength(photos.length);
    expect(pickGallery([], 3)).toEqual([]);
  });
});
