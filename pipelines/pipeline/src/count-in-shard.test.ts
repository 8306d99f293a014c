import { describe, expect, it } from '@jest/globals';
import { packDigests } from '@tintype/store';

import { countInShard } from './count-in-shard.ts';
import { layOutImages } from './lay-out-images.ts';

const small = { photosPerShard: 4, size: 64 };

describe('countInShard', () => {
  it.each([
    [0, 4],
    [16_384, 4],
    [16_385, 8],
    [100_000, 32],
    [1_000_000, 256],
  ])('of %i images of 64 × 64 is %i', (images, count) => {
    expect(countInShard(small, images)).toBe(count);
  });

  it('keeps a shard below 64 MiB', () => {
    expect(countInShard({ photosPerShard: 4, size: 256 }, 100_000_000)).toBe(64);
    expect(countInShard({ photosPerShard: 4, size: 1024 }, 100_000_000)).toBe(4);
  });

  it('leaves larger shards that a recipe asks for', () => {
    expect(countInShard({ photosPerShard: 100, size: 1024 }, 10)).toBe(100);
  });
});

describe('layOutImages', () => {
  it('lays out many photos in larger shards', () => {
    const few = layOut(16_000);
    const many = layOut(20_000);
    expect(Math.max(...few.map(({ rows }) => rows.length))).toBe(4);
    expect(Math.max(...many.map(({ rows }) => rows.length))).toBe(8);
    expect(many.length).toBeLessThan(few.length);
  });
});

/** The layout of training photos whose identities are spread evenly. */
function layOut(count: number) {
  const photo = Array.from({ length: count }, (_, i) => hexOf(i).padEnd(64, '0'));
  return layOutImages(packDigests(photo), { split: photo.map(() => 'train' as const) }, small);
}

/** A well-mixed number: the golden ratio's multiples modulo 2³² (Knuth, The Art of Computer Programming 3, 6.4). */
function hexOf(i: number): string {
  return (Math.imul(i + 1, 0x9e3779b1) >>> 0).toString(16).padStart(8, '0');
}
