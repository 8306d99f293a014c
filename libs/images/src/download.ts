import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf, reasonOf } from './reason-of.ts';
import type { SourceEvent } from './source-event.ts';

export interface DownloadContext {
  readonly signal: AbortSignal;
  readonly emit: (event: SourceEvent) => void;
}

const ATTEMPTS = 5;
const EVENT_BYTES = 2 ** 20;

/**
 * Downloads `url` to `file`, which appears only when complete. What has arrived is kept in `<file>.partial`:
 * a broken connection is taken up again at once as long as that gets further, and otherwise by the next call.
 * A server that has replaced the file meanwhile (`If-Range`) sends it from the beginning.
 */
export async function download(url: string, file: string, context: DownloadContext): Promise<void> {
  const partial = `${file}.partial`;
  await mkdir(dirname(file), { recursive: true });
  for (let attempt = 1; ; attempt += 1) {
    const before = await bytesOf(partial);
    try {
      await fetchRest(url, partial, context);
      break;
    } catch (error) {
      context.signal.throwIfAborted();
      if (attempt === ATTEMPTS || (await bytesOf(partial)) <= before) throw unavailable(url, file, error);
    }
  }
  await rename(partial, file);
  await rm(validatorOf(partial), { force: true });
}

async function fetchRest(url: string, partial: string, context: DownloadContext): Promise<void> {
  const response = await request(url, partial, context.signal);
  if (!response.ok || response.body === null) {
    throw new Error(`the server answered ${response.status} ${response.statusText}`.trim());
  }
  const from = response.status === 206 ? await bytesOf(partial) : 0;
  if (response.status === 206) assertStart(response, from);
  else await startAnew(partial, response);
  const length = response.headers.get('content-length');
  const total = length === null ? null : from + Number(length);
  const report = (received: number): void => context.emit({ kind: 'download', url, received, total });
  await save(response.body, partial, from, report);
  const received = await bytesOf(partial);
  if (total !== null && received !== total)
    throw new Error(`the file ended after ${received} of ${total} bytes`);
}

/** Asks for what is missing, or for everything when nothing usable has arrived before. */
async function request(url: string, partial: string, signal: AbortSignal): Promise<Response> {
  const plain = { 'accept-encoding': 'identity' };
  const have = await bytesOf(partial);
  const validator = await readFile(validatorOf(partial), 'utf8').catch(ifMissing(''));
  if (have === 0 || validator === '') return fetch(url, { headers: plain, signal });
  const headers = { ...plain, range: `bytes=${have}-`, 'if-range': validator };
  const response = await fetch(url, { headers, signal });
  if (response.status !== 416) return response;
  await response.body?.cancel();
  return fetch(url, { headers: plain, signal });
}

function assertStart({ headers }: Response, from: number): void {
  const range = headers.get('content-range') ?? '';
  if (range.startsWith(`bytes ${from}-`)) return;
  throw new Error(`expected the bytes from ${from} on, got the content-range "${range}"`);
}

/**
 * Drops what an earlier try left, and keeps what tells this version of the file from others: without it a
 * download cannot be taken up again. In this order, so that a kill in between never pairs old bytes with it.
 */
async function startAnew(partial: string, { headers }: Response): Promise<void> {
  await rm(partial, { force: true });
  const etag = headers.get('etag') ?? '';
  const strong = etag !== '' && !etag.startsWith('W/');
  await writeFile(validatorOf(partial), strong ? etag : (headers.get('last-modified') ?? ''));
}

function validatorOf(partial: string): string {
  return `${partial}.validator`;
}

/** Writes what arrives at once and in order, so that a broken connection loses next to nothing. */
async function save(
  body: AsyncIterable<Uint8Array>,
  partial: string,
  from: number,
  report: (received: number) => void,
): Promise<void> {
  const target = await open(partial, from === 0 ? 'w' : 'a');
  try {
    let received = from;
    let reported = from;
    for await (const chunk of body) {
      await target.appendFile(chunk);
      received += chunk.length;
      if (received - reported < EVENT_BYTES) continue;
      report(received);
      reported = received;
    }
    await target.sync();
    if (received > reported) report(received);
  } finally {
    await target.close();
  }
}

async function bytesOf(file: string): Promise<number> {
  return stat(file).then(({ size }) => size, ifMissing(0));
}

function ifMissing<T>(value: T): (error: unknown) => T {
  return (error) => {
    if (codeOf(error) === 'ENOENT') return value;
    throw error;
  };
}

function unavailable(url: string, file: string, error: unknown): Error {
  const reason = `could not download ${url}: ${reasonOf(error)}`;
  const remedy = `run again to go on, put the file at ${file}, or set ingest.source.path to a copy of it`;
  return new Error(`ingest.source.url: ${reason}; ${remedy}`, { cause: error });
}
