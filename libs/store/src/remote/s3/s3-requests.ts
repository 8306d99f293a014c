import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';

import { base64Sha256 } from '../../fingerprint/fingerprint.ts';
import { nameOf, statusOf } from './explain-s3.ts';
import type { S3Connection } from './s3-client.ts';

/** An object of a bucket, and whom to ask for it. */
export interface S3Object extends S3Connection {
  readonly address: { readonly Bucket: string; readonly Key: string };
  /** How often an answer that breaks off is asked for again, and one that depends on another writer. */
  readonly attempts: number;
  readonly signal?: AbortSignal | undefined;
}

const FIRST_PAUSE_MS = 100;
const [NOT_FOUND, CONFLICT, EXISTS, NOT_IMPLEMENTED] = [404, 409, 412, 501];

/**
 * Gives `take` the body of an object. The client repeats requests, but not the reading of an answer that breaks off.
 *
 * @returns null when there is no such object
 */
export async function takeObject<T>(
  object: S3Object,
  take: (body: Readable) => Promise<T>,
): Promise<T | null> {
  return tryAgain(object, async () => {
    const body = await openBody(object);
    return body === null ? null : await take(body);
  });
}

async function openBody({ sdk, client, address, signal }: S3Object): Promise<Readable | null> {
  try {
    const { Body } = await client.send(new sdk.GetObjectCommand(address), {
      ...(signal && { abortSignal: signal }),
    });
    if (Body instanceof Readable) return Body;
    throw new Error(`Internal error: expected a stream of Node, got ${typeof Body}`);
  } catch (error) {
    if (isNoObject(error)) return null;
    throw error;
  }
}

/** Bytes of an object; null when there is none. */
export async function sizeOfObject({ sdk, client, address }: S3Object): Promise<number | null> {
  try {
    return (await client.send(new sdk.HeadObjectCommand(address))).ContentLength ?? null;
  } catch (error) {
    if (isNoObject(error)) return null;
    throw error;
  }
}

/** Writes an object unless there is one: in one request where the service can, else after a look. @returns whether it was written */
export async function writeObject(object: S3Object, bytes: Uint8Array): Promise<boolean> {
  return tryAgain(object, async () => {
    try {
      await putObject(object, bytes, { IfNoneMatch: '*' });
      return true;
    } catch (error) {
      if (statusOf(error) === EXISTS) return false;
      if (statusOf(error) !== NOT_IMPLEMENTED) throw error;
      if ((await sizeOfObject(object)) !== null) return false;
      await putObject(object, bytes);
      return true;
    }
  });
}

/** Writes an object in any case. The service compares the bytes that come with their sha256. */
export async function putObject(
  { sdk, client, address }: S3Object,
  bytes: Uint8Array,
  conditions: { readonly IfNoneMatch?: '*' } = {},
): Promise<void> {
  const content = { Body: bytes, ChecksumSHA256: base64Sha256(bytes) };
  await client.send(new sdk.PutObjectCommand({ ...address, ...content, ...conditions }));
}

/** Answers that break off, and conflicts with another writer of the same object, are tried again. */
async function tryAgain<T>({ attempts, signal }: S3Object, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!isPassing(error) || signal?.aborted || attempt >= attempts) throw error;
      await wait(FIRST_PAUSE_MS * 2 ** attempt, undefined, { ...(signal && { signal }) });
    }
  }
}

/** The client has repeated requests by itself, and what it says of them holds facts; the reading of a body has none. */
function isPassing(error: unknown): boolean {
  if (statusOf(error) === CONFLICT) return true;
  return typeof error === 'object' && error !== null && !('$metadata' in error) && !isOfCredentials(error);
}

function isOfCredentials(error: object): boolean {
  return nameOf(error) === 'CredentialsProviderError';
}

/** A bucket that is not there is not found either, but says its name. */
function isNoObject(error: unknown): boolean {
  return statusOf(error) === NOT_FOUND && nameOf(error) !== 'NoSuchBucket';
}
