import type { ServerResponse } from 'node:http';

import type { Route } from '../http/answer.ts';
import { type DataEvent, followData, type Listener } from './follow-data.ts';
import { tellListeners } from './tell-listeners.ts';

/** Often enough that progress seems to flow. */
const EVERY_MS = 500;
/** Proxies and browsers give up connections on which nothing comes for long. */
const HEARTBEAT_MS = 15_000;
/** A reader that is so far behind has stopped reading; it gets what runs anew when it comes back. */
const MOST_UNREAD_BYTES = 4 * 1024 * 1024;

/** `/api/events`: what happens in a data folder, as server-sent events. */
export function serveEvents(data: string, onFault: (error: unknown) => void): Route {
  const listen = tellListeners({ follow: () => followData(data, onFault), everyMs: EVERY_MS, onFault });
  return async ({ path }) =>
    path.join('/') === 'api/events'
      ? { kind: 'stream', type: 'text/event-stream', start: (response) => sendEvents(response, listen) }
      : null;
}

function sendEvents(response: ServerResponse, listen: (listener: Listener) => () => void): void {
  const send = (text: string) => {
    if (response.writableLength > MOST_UNREAD_BYTES) response.destroy();
    else response.write(`${text}\n\n`);
  };
  send('retry: 1000\n: the studio listens');
  const stop = listen((event) => send(showEvent(event)));
  const heartbeat = setInterval(() => send(': still here'), HEARTBEAT_MS);
  response.once('close', () => {
    clearInterval(heartbeat);
    stop();
  });
}

/** https://html.spec.whatwg.org/multipage/server-sent-events.html */
function showEvent(event: DataEvent): string {
  switch (event.kind) {
    case 'told':
      return `event: told\ndata: ${JSON.stringify(event.told)}`;
    case 'manifests':
      return 'event: manifests\ndata: {}';
    default:
      return event satisfies never;
  }
}
