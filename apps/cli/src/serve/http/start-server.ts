import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { UserError } from '@tintype/stage';
import { describeError, readErrorCode } from '@tintype/store';

import type { Answer, Route } from './answer.ts';
import { checkRequest } from './check-request.ts';
import { notFound, parseTarget } from './parse-target.ts';
import { Refusal } from './refusal.ts';
import { securityHeaders } from './security-headers.ts';
import { sendFile } from './send-file.ts';

/** This machine alone; other machines are never listened to. */
const LOOPBACK = '127.0.0.1';

/** Ports that are tried behind one that is taken. */
const FURTHER_PORTS = 20;

export interface ServerOptions {
  /** The first port that is tried; 0 for any. */
  readonly port: number;
  /** Whether the next ones do as well. */
  readonly further: boolean;
  /** Asked one after the other. */
  readonly routes: readonly Route[];
  /** Hears of what went wrong in the program itself. */
  onFault(error: unknown): void;
}

export interface RunningServer {
  /** `http://127.0.0.1:4321/` */
  readonly address: string;
  /** Ends all connections. */
  close(): Promise<void>;
}

/** Serves on the loopback interface. @throws UserError when no port can be had */
export async function startServer({ port, further, ...options }: ServerOptions): Promise<RunningServer> {
  const server = createServer((request, response) => {
    void answer(request, response, { ...options, port: portOf(server) });
  });
  await listen(server, port, port > 0 && further ? Math.min(65_535, port + FURTHER_PORTS) : port);
  return {
    address: `http://${LOOPBACK}:${portOf(server)}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function listen(server: Server, port: number, last: number): Promise<void> {
  try {
    await once(server.listen(port, LOOPBACK), 'listening'); // leaves no listener behind, of up to twenty tries
  } catch (error) {
    if (readErrorCode(error) === 'EADDRINUSE' && port < last) return listen(server, port + 1, last);
    throw new UserError(
      `serve: --port: cannot listen on ${port}: ${describeError(error)}; choose another port, or 0 for any`,
    );
  }
}

interface Answering extends Pick<ServerOptions, 'routes' | 'onFault'> {
  readonly port: number;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { port, routes, onFault }: Answering,
) {
  try {
    checkRequest(request, port);
    await send(request, response, await find(request.url ?? '', routes));
  } catch (error) {
    if (!(error instanceof Refusal)) onFault(error);
    refuse(request, response, error);
  }
}

async function find(target: string, routes: readonly Route[]): Promise<Answer> {
  const asked = parseTarget(target);
  for (const route of routes) {
    const found = await route(asked);
    if (found !== null) return found;
  }
  throw notFound(target);
}

async function send(request: IncomingMessage, response: ServerResponse, found: Answer): Promise<void> {
  switch (found.kind) {
    case 'json':
      return sendJson(request, response, 200, found.value);
    case 'file':
      return sendFile(request, response, found);
    case 'stream':
      response.writeHead(200, {
        ...securityHeaders(),
        'Content-Type': found.type,
        'Cache-Control': 'no-store',
      });
      return request.method === 'HEAD' ? void response.end() : found.start(response);
    default:
      return found satisfies never;
  }
}

function sendJson(
  { method }: IncomingMessage,
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  const body = Buffer.from(JSON.stringify(value));
  response.writeHead(status, {
    ...securityHeaders(),
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': body.byteLength,
    'Cache-Control': 'no-store',
    ...headers,
  });
  response.end(method === 'HEAD' ? undefined : body);
}

/** What has begun to be sent can only be broken off. */
function refuse(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  if (response.headersSent) return void response.destroy();
  const { status, headers } = error instanceof Refusal ? error : { status: 500, headers: {} };
  sendJson(request, response, status, { error: describeError(error) }, headers);
}
