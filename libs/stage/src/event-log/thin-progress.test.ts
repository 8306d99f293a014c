import { describe, expect, it } from '@jest/globals';

import type { RunMessage } from '../run/run-message.ts';
import { thinProgress } from './thin-progress.ts';

const stage = 'train';
const progress = (name: string, done: number): RunMessage => ({
  ...{ type: 'shard-progress', stage, name, done, total: 10, figures: {} },
});
const done = (name: string): RunMessage => ({ type: 'shard-done', stage, name, ms: 1 });

/** Tells each message at its time. @returns what came through */
function thin(...messages: readonly (readonly [number, RunMessage])[]): readonly RunMessage[] {
  let now = 0;
  const told: RunMessage[] = [];
  const tell = thinProgress((message) => told.push(message), { everyMs: 200, clock: () => now });
  for (const [at, message] of messages) {
    now = at;
    tell(message);
  }
  return told;
}

describe('thinning progress', () => {
  it('passes on a report of each shard at most once in the time', () => {
    const told = thin(
      ...([
        [0, progress('a', 1)],
        [50, progress('b', 1)],
        [100, progress('a', 2)],
        [199, progress('a', 3)],
        [200, progress('a', 4)],
        [220, progress('b', 2)],
      ] as const),
    );
    expect(told).toEqual([progress('a', 1), progress('b', 1), progress('a', 4)]);
  });

  it('passes on the last report before anything else, and nothing twice', () => {
    const told = thin([0, progress('a', 1)], [10, progress('a', 2)], [20, progress('a', 3)], [30, done('a')]);
    expect(told).toEqual([progress('a', 1), progress('a', 3), done('a')]);
  });
});
