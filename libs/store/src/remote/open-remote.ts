import { openFileRemote } from './file-remote.ts';
import type { Remote } from './remote.ts';
import { parseRemoteUrl, type RemoteAddress } from './remote-address.ts';
import { openS3Remote } from './s3/s3-remote.ts';

/** One for each address of this process, so that shards share connections and credentials. */
const opened = new Map<string, Remote>();

/** The remote at an address; nothing is asked of it yet. @throws RemoteError where it is no address */
export function openRemote(url: string): Remote {
  const known = opened.get(url);
  if (known !== undefined) return known;
  const remote = connect(url);
  opened.set(url, remote);
  return remote;
}

/** Throws a RemoteError where a remote cannot be used. */
export async function checkRemote({ url, mode }: RemoteAddress): Promise<void> {
  await openRemote(url).check(mode);
}

function connect(url: string): Remote {
  const place = parseRemoteUrl(url);
  switch (place.kind) {
    case 'file':
      return openFileRemote(url, place.folder);
    case 's3':
      return openS3Remote(url, place);
    default:
      return place satisfies never;
  }
}
