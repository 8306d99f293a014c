import { connect } from 'node:net';
import { text } from 'node:stream/consumers';

export interface RawAnswer {
  readonly status: number;
  /** By their names in small letters. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Sends a request as it is written, which `fetch` would tidy up first: its target, its Host, its method. */
export async function askRaw(
  address: string,
  target: string,
  {
    method = 'GET',
    headers = {},
  }: { readonly method?: string; readonly headers?: Record<string, string> } = {},
): Promise<RawAnswer> {
  const { host, hostname, port } = new URL(address);
  const socket = connect(Number(port), hostname);
  const lines = Object.entries({ Host: host, Connection: 'close', ...headers });
  socket.write(
    [`${method} ${target} HTTP/1.1`, ...lines.map((line) => line.join(': ')), '', ''].join('\r\n'),
  );
  const answer = await text(socket);
  const end = answer.indexOf('\r\n\r\n');
  const [status = '', ...given] = answer.slice(0, end).split('\r\n');
  const named = given.map((line) => [
    line.slice(0, line.indexOf(':')).toLowerCase(),
    line.slice(line.indexOf(':') + 2),
  ]);
  return {
    status: Number(status.split(' ')[1]),
    headers: Object.fromEntries(named),
    body: answer.slice(end + 4),
  };
}
