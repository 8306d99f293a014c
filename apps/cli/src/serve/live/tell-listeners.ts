import { setTimeout as wait } from 'node:timers/promises';

import { describeError } from '@tintype/store';

import type { DataEvent, DataFollower, Listener } from './follow-data.ts';

export interface Telling {
  /** Begins to follow, with the first listener. */
  follow(): Promise<DataFollower>;
  /** Between two looks; milliseconds. */
  readonly everyMs: number;
  /** Hears of a fault once, at however many looks it is met. */
  onFault(error: unknown): void;
}

/**
 * Looks at the data folder as long as somebody listens: nothing is open and nothing runs otherwise. A look is a few
 * milliseconds of work and sees changes on every file system; network file systems report none.
 *
 * @returns adds a listener, which is first told of the stages that run; what that returns removes it
 */
export function tellListeners({ follow, everyMs, onFault }: Telling): (listener: Listener) => () => void {
  const listeners = new Set<Listener>();
  const newcomers = new Set<Listener>();
  let isLooking = false;

  const tell = (to: Iterable<Listener>, events: readonly DataEvent[]) => {
    for (const listener of to) for (const event of events) listener(event);
  };
  const look = async (follower: DataFollower) => {
    const events = await follower.look();
    const recalled = newcomers.size > 0 ? await follower.recall() : [];
    const fresh = [...newcomers];
    tell(listeners, events);
    tell(fresh, recalled);
    for (const listener of fresh) if (newcomers.delete(listener)) listeners.add(listener);
  };
  const lookOn = async () => {
    isLooking = true;
    let follower: DataFollower | null = null;
    let told: string | null = null;
    while (listeners.size + newcomers.size > 0) {
      try {
        await look((follower ??= await follow()));
        told = null;
      } catch (error) {
        if (describeError(error) !== told) onFault(error);
        told = describeError(error);
      }
      await wait(everyMs, undefined, { ref: false }); // the server's socket keeps the process alive
    }
    isLooking = false;
  };

  return (listener) => {
    newcomers.add(listener);
    if (!isLooking) void lookOn();
    return () => void (newcomers.delete(listener) || listeners.delete(listener));
  };
}
