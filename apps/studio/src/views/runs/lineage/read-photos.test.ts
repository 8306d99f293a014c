import { describe, expect, it } from '@jest/globals';

import { filterPhotos, findPhoto, isInShard, type Photo } from './read-photos.ts';

function photo(path: string, digit: string, split: string): Photo {
  return {
    ...{ id: digit.repeat(64), path, class: path.split('_')[0] ?? '', split, reason: '' },
    ...{ width: 1, height: 1, format: 'jpeg', bytes: 1 },
  };
}

const PHOTOS = [
  photo('a/coast_one.jpg', '1', 'train'),
  photo('b/coast_one.jpg', '9', 'test'),
  photo('b/forest_two.jpg', 'c', 'test'),
  photo('b/broken.jpg', 'e', ''),
];
const paths = (filter: Partial<Parameters<typeof filterPhotos>[1]>) =>
  filterPhotos(PHOTOS, { text: '', split: '', class: '', shard: '', ...filter }).map(({ path }) => path);

describe('the photos of a run', () => {
  it('are found by sha256, path, or a name that is theirs alone', () => {
    expect(findPhoto(PHOTOS, 'c'.repeat(64))?.path).toBe('b/forest_two.jpg');
    expect(findPhoto(PHOTOS, 'b/coast_one.jpg')?.id).toBe('9'.repeat(64));
    expect(findPhoto(PHOTOS, 'forest_two.jpg')?.path).toBe('b/forest_two.jpg');
    expect(findPhoto(PHOTOS, 'coast_one.jpg')).toBeUndefined();
  });

  it('are filtered by part of the path, beginning of the sha256, split and class', () => {
    expect(paths({ text: 'ONE' })).toEqual(['a/coast_one.jpg', 'b/coast_one.jpg']);
    expect(paths({ text: 'cc' })).toEqual(['b/forest_two.jpg']);
    expect(paths({ split: 'quarantined' })).toEqual(['b/broken.jpg']);
    expect(paths({ split: 'test', class: 'a/coast' })).toEqual([]);
    expect(paths({ split: 'test', class: 'b/forest' })).toEqual(['b/forest_two.jpg']);
  });

  it('lie in the shard of their split whose bits their sha256 begins with', () => {
    expect(paths({ shard: 'test/1' })).toEqual(['b/coast_one.jpg', 'b/forest_two.jpg']);
    expect(paths({ shard: 'test/1100' })).toEqual(['b/forest_two.jpg']);
    expect(paths({ shard: 'train/all' })).toEqual(['a/coast_one.jpg']);
    expect(isInShard(photo('x', '0', ''), 'train/all')).toBe(false);
  });
});
