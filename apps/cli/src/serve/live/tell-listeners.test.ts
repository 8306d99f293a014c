import { setTimeout as wait } from 'node:timers/promises';

import { expect, it } from '@jest/globals';

import type { DataEvent } from './follow-data.ts';
import { tellListeners } from './tell-listeners.ts';

it('tells a fault that lasts once, and goes on when it has passed', async () => {
  let looks = 0;
  const look = async (): Promise<readonly DataEvent[]> => {
    if (++looks < 5) throw new Error('the disk has gone');
    return [];
  };
  const faults: unknown[] = [];
  const recall = async () => [{ kind: 'manifests' } as const];
  const listen = tellListeners({
    follow: async () => ({ look, recall }),
    everyMs: 1,
    onFault: (error) => void faults.push(error),
  });
  const stop = await new Promise<() => void>((resolve) => {
    const leave = listen(() => resolve(leave));
  });
  stop();
  await wait(10);
  expect(faults).toEqual([new Error('the disk has gone')]);
  expect(looks).toBeLessThanOrEqual(6);
});
