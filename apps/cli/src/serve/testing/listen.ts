import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';

import type { AddressedEvent } from '../live/told-event.ts';

export interface HeardEvent {
  readonly event: string;
  /** Of `told`; what others carry is nothing. */
  readonly data: Partial<AddressedEvent>;
}

export interface Listening {
  /** Resolves with the first event, of all that came so far and that will come, that is one of these. */
  hear(isMeant: (heard: HeardEvent) => boolean): Promise<HeardEvent>;
  readonly heard: readonly HeardEvent[];
  leave(): void;
}

/** Listens to `/api/events` as an EventSource does. */
export async function listen(address: string): Promise<Listening> {
  const leaving = new AbortController();
  const response = await fetch(`${address}api/events`, { signal: leaving.signal });
  if (response.body === null) throw new Error('expected a stream of events');
  const heard: HeardEvent[] = [];
  const waiting = new Set<() => void>();
  const lines = createInterface({
    input: Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]),
  });
  let event = '';
  lines.on('line', (line) => {
    if (line.startsWith('event: ')) event = line.slice('event: '.length);
    if (!line.startsWith('data: ')) return;
    heard.push({ event, data: JSON.parse(line.slice('data: '.length)) as HeardEvent['data'] });
    for (const look of waiting) look();
  });
  lines.on('error', () => {}); // as the listener leaves
  return {
    heard,
    leave: () => leaving.abort(),
    hear: (isMeant) =>
      new Promise((resolve) => {
        const look = () => {
          const found = heard.find(isMeant);
          if (found === undefined) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
  };
}
