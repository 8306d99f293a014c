import { open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

import { explainError, hashFile, isMissing, makeFolder } from '@tintype/store';

export interface DownloadOptions {
  readonly signal: AbortSignal;
  /** Tells how many bytes have arrived; `total` is null when the server does not say. */
  readonly onProgress: (received: number, total: number | null) => void;
  /** Sent with every request, such as credentials. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What the whole must hash to; another file is deleted. */
  readonly sha256?: string;
}

/** A file that could not be had, with the address and the reason; the caller knows the remedy. */
export class DownloadError extends Error {
  override readonly name = 'DownloadError';
}

const ATTEMPTS = 5;
const PROGRESS_BYTES = 2 ** 20;

/**
 * Downloads `url` to `file`, which appears only when complete. What has arrived is kept in `<file>.partial`:
 * a broken connection is taken up again at once as long as that gets further, and otherwise by the next call.
 * A server that has replaced the file meanwhile (`If-Range`) sends it from the beginning.
 */
export async function download(url: string, file: string, options: DownloadOptions): Promise<void> {
  const partial = `${file}.partial`;
  await makeFolder(dirname(file));
  for (let attempt = 1; ; attempt += 1) {
    const before = await bytesOf(partial);
    try {
      await fetchRest(url, partial, options);
      break;
    } catch (error) {
      options.signal.throwIfAborted();
      if (attempt === ATTEMPTS || (await bytesOf(partial)) <= before) throw unavailable(url, error);
    }
  }
  await refuseCorrupt(url, partial, options);
  await rename(partial, file);
  await rm(validatorOf(partial), { force: true });
}

async function fetchRest(url: string, partial: string, options: DownloadOptions): Promise<void> {
  const response = await request(url, partial, options);
  if (!response.ok || response.body === null) {
    throw new Error(`the server answered ${response.status} ${response.statusText}`.trim());
  }
  const from = response.status === 206 ? await bytesOf(partial) : 0;
  if (response.status === 206) assertStart(response, from);
  else await startAnew(partial, response);
  const length = response.headers.get('content-length');
  const total = length === null ? null : from + Number(length);
  await save(response.body, partial, from, (received) => options.onProgress(received, total));
  const received = await bytesOf(partial);
  if (total !== null && received !== total)
    throw new Error(`the file ended after ${received} of ${total} bytes`);
}

/** Asks for what is missing, or for everything when nothing usable has arrived before. */
async function request(
  url: string,
  partial: string,
  { headers = {}, sha256, signal }: DownloadOptions,
): Promise<Response> {
  const plain = { ...headers, 'accept-encoding': 'identity' };
  const have = await bytesOf(partial);
  const validator = await readFile(validatorOf(partial), 'utf8').catch(ifMissing(''));
  // A checksum tells a mixture of two versions afterwards, so then a server's validator is not needed.
  if (have === 0 || (validator === '' && sha256 === undefined)) return fetch(url, { headers: plain, signal });
  const range = { ...plain, range: `bytes=${have}-`, ...(validator !== '' && { 'if-range': validator }) };
  const response = await fetch(url, { headers: range, signal });
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
 * Drops what an earlier try left, and keeps what tells this version of the file from others: without it (or a
 * checksum) a download cannot be taken up again. In this order, so that a kill in between never pairs old
 * bytes with it.
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
      if (received - reported < PROGRESS_BYTES) continue;
      report(received);
      reported = received;
    }
    await target.sync();
    if (received > reported) report(received);
  } finally {
    await target.close();
  }
}

async function refuseCorrupt(
  url: string,
  partial: string,
  { sha256, signal }: DownloadOptions,
): Promise<void> {
  if (sha256 === undefined) return;
  const got = await hashFile(partial, signal);
  if (got === sha256) return;
  await rm(partial, { force: true });
  await rm(validatorOf(partial), { force: true });
  throw new DownloadError(
    `could not download ${url}: expected the sha256 ${sha256}, got ${got}; it was deleted`,
  );
}

async function bytesOf(file: string): Promise<number> {
  return stat(file).then(({ size }) => size, ifMissing(0));
}

function ifMissing<T>(value: T): (error: unknown) => T {
  return (error) => {
    if (isMissing(error)) return value;
    throw error;
  };
}

function unavailable(url: string, cause: unknown): DownloadError {
  return new DownloadError(`could not download ${url}: ${explainError(cause)}`, { cause });
}
