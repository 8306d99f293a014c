import { stat } from 'node:fs/promises';

import type { Digest } from '../fingerprint/digest.ts';
import { hashFile } from '../fingerprint/hash-file.ts';
import { publishWritten } from '../publish/publish.ts';
import type { Remote, RequestOptions } from './remote.ts';
import { describeFault, type RemoteFault } from './remote-fault.ts';
import { blobKey } from './remote-keys.ts';

/** A blob as a record or a manifest names it; `bytes` is null where that is not known. */
export interface NamedBlob {
  readonly sha256: Digest;
  readonly bytes: number | null;
}

/** Of an object that came damaged: the way may have done it. */
const ATTEMPTS = 2;
const NOTHING = 'no such object';

/**
 * Brings a blob from a remote into the file `path`, which appears whole and verified or not at all.
 *
 * @returns what is wrong with the object; null when it is here
 */
export async function fetchBlob(
  remote: Remote,
  blob: NamedBlob,
  path: string,
  options: RequestOptions = {},
): Promise<RemoteFault | null> {
  for (let attempt = 1; ; attempt++) {
    const fault = await tryFetch(remote, blob, path, options);
    if (fault === null || fault.found === NOTHING || attempt === ATTEMPTS) return fault;
  }
}

/** Ends the publishing of a draft that is damaged. */
class DamagedDraft extends Error {
  readonly fault: RemoteFault;

  constructor(fault: RemoteFault) {
    super(describeFault(fault));
    this.fault = fault;
  }
}

async function tryFetch(
  remote: Remote,
  blob: NamedBlob,
  path: string,
  options: RequestOptions,
): Promise<RemoteFault | null> {
  try {
    await publishWritten(path, async (draft) => {
      const isThere = await remote.download(blobKey(blob.sha256), draft, options);
      const fault = isThere ? await inspect(remote, blob, draft) : faultOf(remote, blob, NOTHING);
      if (fault !== null) throw new DamagedDraft(fault);
    });
    return null;
  } catch (error) {
    const cause = error instanceof Error ? error.cause : null; // `publish` names the file that was to be written
    if (cause instanceof DamagedDraft) return cause.fault;
    const isOfRemote = cause instanceof Error && ['RemoteError', 'AbortError'].includes(cause.name);
    throw isOfRemote ? cause : error;
  }
}

async function inspect(remote: Remote, blob: NamedBlob, draft: string): Promise<RemoteFault | null> {
  const { size } = await stat(draft);
  if (blob.bytes !== null && size !== blob.bytes) return faultOf(remote, blob, `${size} bytes`);
  const found = await hashFile(draft);
  return found === blob.sha256 ? null : faultOf(remote, blob, `${size} bytes with the sha256 ${found}`);
}

function faultOf({ url }: Remote, { sha256, bytes }: NamedBlob, found: string): RemoteFault {
  const size = bytes === null ? 'bytes' : `${bytes} bytes`;
  return { object: `${url}/${blobKey(sha256)}`, expected: `${size} with the sha256 ${sha256}`, found };
}
