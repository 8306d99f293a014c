import { createWriteStream } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';

import type { Remote, RemoteObject } from '../remote.ts';
import type { RemotePlace } from '../remote-address.ts';
import { explainS3, nameOf } from './explain-s3.ts';
import { connectS3, findEndpoint, type S3Connection, type S3Options } from './s3-client.ts';
import { putObject, type S3Object, sizeOfObject, takeObject, writeObject } from './s3-requests.ts';

type S3Place = Pick<Extract<RemotePlace, { kind: 's3' }>, 'bucket' | 'prefix'>;

/** Does `work` with an object, or the whole remote where `key` is empty; what fails is explained. */
type Ask = <T>(key: string, work: (object: S3Object) => Promise<T>, signal?: AbortSignal) => Promise<T>;

/** Unless AWS_MAX_ATTEMPTS says another number. */
const ATTEMPTS = 6;
/** Written once: it shows before the work begins whether writing is allowed. */
const MARKER = {
  key: 'tintype.txt',
  text: 'Blobs, records and manifests of Tintype: libs/store/README.md\n',
};

/** A remote in a bucket of Amazon S3, or of a service that answers like it. */
export function openS3Remote(
  url: string,
  place: S3Place,
  options: S3Options = { env: process.env, attempts: Number(process.env['AWS_MAX_ATTEMPTS'] ?? ATTEMPTS) },
): Remote {
  const ask = askOf(url, place, options);
  return {
    url,
    async check(mode) {
      await ask('', ({ sdk, client, address: { Bucket, Key } }) =>
        client.send(new sdk.ListObjectsV2Command({ Bucket, Prefix: Key, MaxKeys: 1 })),
      );
      if (mode === 'write') await ask(MARKER.key, (object) => writeObject(object, Buffer.from(MARKER.text)));
    },
    read: (key, { signal } = {}) => ask(key, (object) => takeObject(object, buffer), signal),
    async download(key, file, { signal } = {}) {
      const save = async (body: NodeJS.ReadableStream) => {
        await pipeline(body, createWriteStream(file));
        return true;
      };
      return (await ask(key, (object) => takeObject(object, save), signal)) ?? false;
    },
    size: (key) => ask(key, sizeOfObject),
    write: (key, bytes, { replace = false } = {}) =>
      ask(key, async (object) => {
        if (!replace) return writeObject(object, bytes);
        await putObject(object, bytes);
        return true;
      }),
    list: (folder) => listObjects(folder, ask),
    remove: (key) =>
      ask(key, async ({ sdk, client, address }) => {
        await client.send(new sdk.DeleteObjectCommand(address));
      }),
  };
}

function askOf(url: string, { bucket, prefix }: S3Place, options: S3Options): Ask {
  let connection: Promise<S3Connection> | undefined;
  const { attempts } = options;
  return async (key, work, signal) => {
    try {
      const address = { Bucket: bucket, Key: [prefix, key].filter((part) => part !== '').join('/') };
      const connected = await (connection ??= connectS3(options));
      // A signal of its own, as the requests under way would be too many listeners for the one of the run.
      return await work({ ...connected, address, attempts, signal: signal && AbortSignal.any([signal]) });
    } catch (error) {
      if (signal?.aborted || nameOf(error) === 'AbortError') throw error;
      const object = key === '' ? url : `${url}/${key}`;
      throw explainS3(error, { object, bucket, endpoint: findEndpoint(options) });
    }
  };
}

/** A thousand objects a request. */
async function* listObjects(folder: string, ask: Ask): AsyncIterable<RemoteObject> {
  const root = await ask('', async ({ address }) => address.Key);
  let from: string | undefined;
  do {
    const page = await ask(folder, ({ sdk, client, address: { Bucket, Key } }) =>
      client.send(
        new sdk.ListObjectsV2Command({ Bucket, Prefix: `${Key}/`, ...(from && { ContinuationToken: from }) }),
      ),
    );
    for (const { Key = '', Size = 0, LastModified } of page.Contents ?? [])
      yield {
        key: root === '' ? Key : Key.slice(root.length + 1),
        bytes: Size,
        writtenAt: LastModified?.getTime() ?? 0,
      };
    from = page.NextContinuationToken;
  } while (from !== undefined);
}
