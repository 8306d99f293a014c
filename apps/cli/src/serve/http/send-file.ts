import { type FileHandle, open } from 'node:fs/promises';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';

import { readErrorCode } from '@tintype/store';

import type { FileAnswer } from './answer.ts';
import { contentType } from './content-types.ts';
import { type ByteRange, readRange } from './read-range.ts';
import { Refusal } from './refusal.ts';
import { securityHeaders } from './security-headers.ts';

const YEAR_SECONDS = 31_536_000;

/**
 * Sends a file, a part of it, or that it is what the browser has already; piece by piece, however large it is. It is opened
 * once, as another file may take its place meanwhile, whose bytes would not fit the headers.
 */
export async function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  file: FileAnswer,
): Promise<void> {
  const handle = await open(file.path);
  try {
    await sendOpened(request, response, { ...file, handle });
  } finally {
    await handle.close();
  }
}

async function sendOpened(
  { method, headers: asked }: IncomingMessage,
  response: ServerResponse,
  file: FileAnswer & { readonly handle: FileHandle },
): Promise<void> {
  const { size, mtimeMs } = await file.handle.stat();
  const tag = file.digest === undefined ? `W/"${size}-${Math.round(mtimeMs)}"` : `"${file.digest}"`;
  const headers = headersOf(file, tag);
  if (hasTag(asked['if-none-match'], tag)) return void response.writeHead(304, headers).end();
  const range = isSame(asked['if-range']?.toString(), tag) ? readRange(asked.range, size) : null;
  if (range === 'unsatisfiable')
    throw new Refusal(416, `Range: expected bytes below ${size}, got ${JSON.stringify(asked.range)}`, {
      'Content-Range': `bytes */${size}`,
    });
  response.writeHead(range === null ? 200 : 206, { ...headers, ...lengthOf(range, size) });
  if (method === 'HEAD' || size === 0) return void response.end();
  await sendBytes(file.handle, range ?? { start: 0, end: size - 1 }, response);
}

function headersOf({ name, digest, policy }: FileAnswer, tag: string): OutgoingHttpHeaders {
  const keep = digest === undefined ? 'no-cache' : `private, max-age=${YEAR_SECONDS}, immutable`;
  return {
    ...securityHeaders(policy),
    'Content-Type': contentType(name),
    'Accept-Ranges': 'bytes',
    'Cache-Control': keep,
    ETag: tag,
  };
}

function lengthOf(range: ByteRange | null, size: number): OutgoingHttpHeaders {
  if (range === null) return { 'Content-Length': size };
  const { start, end } = range;
  return { 'Content-Length': end - start + 1, 'Content-Range': `bytes ${start}-${end}/${size}` };
}

function hasTag(header: string | undefined, tag: string): boolean {
  const bare = (one: string) => one.trim().replace(/^W\//, '');
  return header !== undefined && (header.trim() === '*' || header.split(',').map(bare).includes(bare(tag)));
}

/** Whether a part continues what the browser has; a weak tag does not vouch for that (RFC 9110, section 13.1.5). */
function isSame(header: string | undefined, tag: string): boolean {
  return header === undefined || (header === tag && !tag.startsWith('W/'));
}

async function sendBytes(handle: FileHandle, range: ByteRange, response: ServerResponse): Promise<void> {
  try {
    await pipeline(handle.createReadStream({ ...range, autoClose: false }), response);
  } catch (error) {
    if (readErrorCode(error) !== 'ERR_STREAM_PREMATURE_CLOSE') throw error; // who asked has gone
  }
}
