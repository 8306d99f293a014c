import type { IncomingMessage } from 'node:http';

import { Refusal } from './refusal.ts';

const NAMES = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Refuses what a page of elsewhere could make a browser send: a name that has been pointed at this machine (DNS
 * rebinding) shows in Host, a request of a foreign page in Origin. Nothing is ever written, so GET and HEAD are all.
 *
 * @throws Refusal 403 or 405
 */
export function checkRequest({ method, headers }: IncomingMessage, port: number): void {
  const hosts = NAMES.flatMap((name) => (port === 80 ? [name, `${name}:80`] : [`${name}:${port}`]));
  const { host = '', origin } = headers;
  if (!hosts.includes(host.toLowerCase()))
    throw new Refusal(
      403,
      `Host: expected ${hosts.join(' or ')}, got ${JSON.stringify(host)}; open http://127.0.0.1:${port}/, and forward it under the same port`,
    );
  if (origin !== undefined && !hosts.some((name) => origin.toLowerCase() === `http://${name}`))
    throw new Refusal(
      403,
      `Origin: expected http://${hosts[0]}, got ${JSON.stringify(origin)}; other pages get nothing from here`,
    );
  if (method !== 'GET' && method !== 'HEAD')
    throw new Refusal(405, `expected GET or HEAD, got ${method}; the studio only reads`, {
      Allow: 'GET, HEAD',
    });
}
