import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';

/**
 * - `cut`: the connection ends instead of an answer. `half`: it ends in the middle of the body.
 * - `short`: half of the body, as if that were all. `wrong`: a byte of the body is another.
 * - `slow-down`: 503. `expired`: 403, as after the session of the credentials.
 */
export type ProxyFault = 'cut' | 'half' | 'short' | 'wrong' | 'slow-down' | 'expired';

/** A request as a test tells it apart. */
export interface Asked {
  readonly method: string;
  readonly path: string;
}

/** A server in front of another one, which lets requests go wrong. */
export interface FaultyProxy {
  readonly endpoint: string;
  /** All that was asked. */
  readonly asked: readonly Asked[];
  /** From here on: what goes wrong with a request; null for nothing. */
  inject(fault: (asked: Asked) => ProxyFault | null): void;
  close(): Promise<void>;
}

/** Begins to listen on a free port in front of `endpoint`. */
export async function startFaultyProxy(endpoint: string): Promise<FaultyProxy> {
  const asked: Asked[] = [];
  let fault: (asked: Asked) => ProxyFault | null = () => null;
  const server = createServer((incoming, outgoing) => {
    const one = { method: incoming.method ?? '', path: incoming.url ?? '' };
    asked.push(one);
    answer(endpoint, { incoming, outgoing }, fault(one)).catch(() => outgoing.destroy()); // the client has gone
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('expected a port');
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    asked,
    inject: (next) => void (fault = next),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

interface Exchange {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
}

async function answer(endpoint: string, exchange: Exchange, fault: ProxyFault | null): Promise<void> {
  const { incoming, outgoing } = exchange;
  switch (fault) {
    case 'cut':
      return void incoming.socket.destroy();
    case 'slow-down':
      return refuse(exchange, 503, 'SlowDown', 'Please reduce your request rate.');
    case 'expired':
      return refuse(exchange, 403, 'ExpiredToken', 'The provided token has expired.');
    case 'half':
    case 'short':
    case 'wrong':
    case null: {
      const { status, headers, body } = await forward(endpoint, incoming);
      const spoilt = spoil(body, fault);
      if (fault === 'short') headers['content-length'] = String(spoilt.length);
      outgoing.writeHead(status, headers);
      if (fault === 'half') return void outgoing.write(spoilt, () => incoming.socket.destroy());
      return void outgoing.end(incoming.method === 'HEAD' ? undefined : spoilt);
    }
    default:
      return fault satisfies never;
  }
}

function spoil(body: Buffer, fault: ProxyFault | null): Buffer {
  if (fault === 'half' || fault === 'short') return body.subarray(0, body.length >> 1);
  if (fault === 'wrong') body[body.length >> 1] = (body[body.length >> 1] ?? 0) ^ 1;
  return body;
}

async function forward(endpoint: string, incoming: IncomingMessage) {
  const body = await buffer(incoming);
  const { method, headers } = incoming; // as they were signed
  const sent = request(new URL(incoming.url ?? '/', endpoint), { ...(method && { method }), headers });
  sent.end(body);
  const [response]: IncomingMessage[] = await once(sent, 'response');
  if (response === undefined) throw new Error('expected an answer');
  return {
    status: response.statusCode ?? 500,
    headers: { ...response.headers },
    body: await buffer(response),
  };
}

async function refuse({ incoming, outgoing }: Exchange, status: number, code: string, message: string) {
  await buffer(incoming);
  outgoing.writeHead(status, { 'content-type': 'application/xml' });
  outgoing.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`);
}
