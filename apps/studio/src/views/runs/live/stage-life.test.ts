import { describe, expect, it } from '@jest/globals';
import type { RunMessage } from '@tintype/stage/neutral';

import { followStage, measureLeft, measureShare, type StageLife } from './stage-life.ts';

/** A stage that was told of an event each second. */
function live(...events: readonly RunMessage[]): StageLife {
  const life = events.reduce<StageLife | undefined>(
    (known, event, second) => followStage(known, event, second * 1000),
    undefined,
  );
  if (life === undefined) throw new Error('expected events');
  return life;
}

const stage = 'convert';
const wave: RunMessage = { type: 'wave', stage, total: 6, reused: 2 };
const done = (name: string): RunMessage => ({ type: 'shard-done', stage, name, ms: 1 });
const end: RunMessage = {
  ...{ type: 'stage-done', stage, headline: '24 images', details: [], shards: 6, reused: 2, ms: 2345 },
};

describe('the life of a stage', () => {
  it('tells how much is done and how long the rest takes at the pace so far', () => {
    const life = live(wave, done('a'));
    expect(measureShare(life)).toBe(0.25);
    expect(measureLeft(life)).toBe(3000);
    expect(life.wave.figures).toEqual(['1/4 shards']);
  });

  it('reckons a resumed training from where it went on', () => {
    const at = (done: number): RunMessage => {
      return { type: 'shard-progress', stage, name: 'train', done, total: 10, figures: { loss: 2.34567 } };
    };
    const life = live({ type: 'wave', stage, total: 1, reused: 0 }, at(8), at(9));
    expect(measureShare(life)).toBeCloseTo(0.9, 10);
    expect(measureLeft(life)).toBeCloseTo(1000, 6);
    expect(life.wave.figures).toEqual(['loss 2.346']);
  });

  it('keeps its notes, ends in the words of the console, and begins anew after that', () => {
    const ended = live(wave, { type: 'note', stage, text: 'tensorflow 2.21.0' }, end);
    expect(ended.notes).toEqual(['tensorflow 2.21.0']);
    expect(ended.end).toEqual({ failed: false, text: '24 images · 4 of 6 shards computed · 2.3 s' });
    expect(live(wave, end, wave)).toMatchObject({ end: null, notes: [], pacedFrom: 2000 });
  });

  it('tells why it failed', () => {
    const failed: RunMessage = { type: 'stage-failed', message: 'no photo in photos/', exitCode: 1 };
    expect(live(wave, failed).end).toEqual({ failed: true, text: 'no photo in photos/' });
  });

  it('waits until it is told of anything else', () => {
    const holder = { pid: 12, elsewhere: null, file: '/locks/x' };
    const waiting = live({ type: 'waiting', stage, holder });
    expect(waiting.waiting).toBe('waits for process 12, which runs the same stage or cleans the store');
    expect(measureShare(waiting)).toBeNull();
    expect(followStage(waiting, wave, 1).waiting).toBeNull();
  });
});
