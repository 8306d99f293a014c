import { describe, expect, it } from '@jest/globals';

import { countDone, followWave, NO_WAVE, type WaveEvent } from './wave-standing.ts';

const follow = (...events: readonly WaveEvent[]) => events.reduce(followWave, NO_WAVE);
const wave: WaveEvent = { type: 'wave', stage: 'convert', total: 5, reused: 1 };
const progress = (name: string, done: number, figures = {}): WaveEvent => {
  return { type: 'shard-progress', stage: 'convert', name, done, total: 4, figures };
};
const done = (name: string): WaveEvent => ({ type: 'shard-done', stage: 'convert', name, ms: 1 });

describe('the standing of a wave', () => {
  it('counts what is computed, and not what is reused', () => {
    expect(follow(wave)).toMatchObject({ total: 4, whole: 0, figures: [] });
  });

  it('adds up shards side by side, and what each of them has done', () => {
    const standing = follow(wave, progress('a', 1), progress('b', 2), done('b'), progress('a', 3));
    expect(countDone(standing)).toBeCloseTo(1.75, 10);
    expect(follow(wave, done('b')).figures).toEqual(['1/4 shards']);
  });

  it('takes the pace anew where a single shard is resumed, but not at each event', () => {
    const one: WaveEvent = { type: 'wave', stage: 'train', total: 1, reused: 0 };
    const resumed = follow(one, progress('train', 2));
    expect(resumed.begun).toEqual({ done: 0.5 });
    expect(followWave(resumed, progress('train', 3)).begun).toBe(resumed.begun);
  });

  it('rounds figures to what people read', () => {
    const figures = { loss: 3.14159, rate: '12 /s' };
    expect(follow(wave, progress('a', 1, figures)).figures).toEqual(['loss 3.142', 'rate 12 /s']);
  });

  it('leaves the earlier standing as it was', () => {
    const before = follow(wave, progress('a', 1));
    followWave(before, done('a'));
    expect(countDone(before)).toBe(0.25);
  });
});
