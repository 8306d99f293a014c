import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** A running S3 server with one bucket. */
export interface S3Server {
  readonly endpoint: string;
  /** Where its objects lie as files. */
  readonly folder: string;
  close(): Promise<void>;
}

export const BUCKET = 'team';
/** What its clients need in their environment. */
export const S3_KEYS = {
  AWS_ACCESS_KEY_ID: 'tester',
  AWS_SECRET_ACCESS_KEY: 'tester-secret',
  AWS_REGION: 'us-east-1',
} as const;

/**
 * The program of versitygw, by `TINTYPE_S3_SERVER`; null without one, and then tests say that they are skipped.
 * @see https://github.com/versity/versitygw
 */
export function findS3Server(): string | null {
  const program = process.env['TINTYPE_S3_SERVER'] ?? '';
  if (program !== '') return program;
  process.stderr.write(
    'No S3 server: TINTYPE_S3_SERVER names no versitygw; the tests that need it are skipped\n',
  );
  return null;
}

/** Starts the server on a free port, with what it keeps in a folder of its own. */
export async function startS3Server(program: string): Promise<S3Server> {
  const root = await mkdtemp(join(tmpdir(), 'tintype-s3-'));
  const [buckets, facts] = [join(root, 'buckets'), join(root, 'facts')];
  for (const folder of [join(buckets, BUCKET), facts]) await mkdir(folder, { recursive: true });
  const port = await findFreePort();
  const keys = ['--access', S3_KEYS.AWS_ACCESS_KEY_ID, '--secret', S3_KEYS.AWS_SECRET_ACCESS_KEY];
  const argv = ['--quiet', '--port', `127.0.0.1:${port}`, ...keys, 'posix', '--sidecar', facts, buckets];
  const child = spawn(program, argv, { stdio: ['ignore', 'pipe', 'pipe'] });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => said.push(String(text)));
  const ended = once(child, 'close');
  while (!(await answers(port))) {
    if (child.exitCode !== null) throw new Error(`${program} ended: ${said.join('')}`);
    await wait(20);
  }
  return {
    endpoint: `http://127.0.0.1:${port}`,
    folder: join(buckets, BUCKET),
    async close() {
      child.kill();
      await ended;
      await rm(root, { recursive: true, force: true });
    },
  };
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('expected a port');
  return address.port;
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const isThere = await new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
  });
  socket.destroy();
  return isThere;
}
