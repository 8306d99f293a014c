import { fileURLToPath } from 'node:url';

import { describeError } from '../files/error-facts.ts';
import { isInnerPath } from '../files/safe-name.ts';
import { RemoteError } from './remote-error.ts';

/** Where a remote is, and whether anything may be written there. Plain data: it travels to threads and machines. */
export interface RemoteAddress {
  /** `s3://bucket/prefix` or `file:///folder`. */
  readonly url: string;
  readonly mode: 'write' | 'read';
}

/** What the parts of an address name. */
export type RemotePlace =
  | { readonly kind: 'file'; readonly folder: string }
  | {
      readonly kind: 's3';
      readonly bucket: string;
      /** Without slashes around it; empty for the whole bucket. */
      readonly prefix: string;
    };

const EXPECTED = 'expected s3://<bucket>/<prefix> or file:///<folder>';

/**
 * The remote that the environment names: `TINTYPE_REMOTE`, with `TINTYPE_REMOTE_MODE` "write" unless it says "read".
 *
 * @returns null where it names none
 * @throws RemoteError
 */
export function readRemoteAddress(env: Readonly<Record<string, string | undefined>>): RemoteAddress | null {
  const url = env['TINTYPE_REMOTE'] ?? '';
  const mode = env['TINTYPE_REMOTE_MODE'] || 'write';
  if (mode !== 'write' && mode !== 'read')
    throw new RemoteError(`TINTYPE_REMOTE_MODE: expected "write" or "read", got ${JSON.stringify(mode)}`, {
      exitCode: 2,
    });
  if (url === '') return null;
  parseRemoteUrl(url);
  return { url: url.replace(/(?<=[^/])\/+$/, ''), mode };
}

/** Takes the address of a remote apart. @throws RemoteError */
export function parseRemoteUrl(url: string): RemotePlace {
  const [, bucket = '', prefix = ''] = /^s3:\/\/([^/]*)(?:\/+(.*?))?\/*$/.exec(url) ?? [];
  if (url.startsWith('s3://')) {
    if (!/^[a-zA-Z0-9][\w.-]{1,62}$/.test(bucket) || /[?#]/.test(prefix)) refuse(url, EXPECTED);
    if (prefix !== '' && !isInnerPath(prefix))
      refuse(url, 'expected a prefix without empty parts, "." and ".."');
    return { kind: 's3', bucket, prefix };
  }
  if (!url.startsWith('file:///')) refuse(url, EXPECTED);
  try {
    return { kind: 'file', folder: fileURLToPath(url) };
  } catch (error) {
    return refuse(url, `${EXPECTED}: ${describeError(error)}`);
  }
}

function refuse(url: string, expected: string): never {
  throw new RemoteError(`TINTYPE_REMOTE: ${expected}, got ${JSON.stringify(url)}`, { exitCode: 2 });
}
