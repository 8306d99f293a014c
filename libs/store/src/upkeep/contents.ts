import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { isMissing } from '../files/read-if-there.ts';
import type { Digest, Fingerprint } from '../fingerprint/digest.ts';
import { isDraft, isLeftBehind } from '../publish/drafts.ts';
import type { Store } from '../store.ts';

/** What the names in the folders of the store are. */
interface Addresses {
  readonly blobs: Digest;
  readonly shards: Fingerprint;
  readonly checkpoints: Fingerprint;
}

export type Kind = keyof Addresses;

/** Something in a folder of the store. */
export interface Entry<K extends Kind = Kind> {
  readonly path: string;
  /** The hash that it lies under; null where its place is no address. */
  readonly hash: Addresses[K] | null;
}

const ENDING: Readonly<Record<Kind, string>> = { blobs: '', shards: '.json', checkpoints: '' };

/** All that lies in a folder of the store, in order, but for what a living process is writing just now. */
export async function entriesOf<K extends Kind>(
  { root }: Pick<Store, 'root'>,
  kind: K,
): Promise<readonly Entry<K>[]> {
  const folder = join(root, kind);
  const entries: Entry<K>[] = [];
  for (const prefix of await listed(folder)) {
    if (!prefix.isDirectory()) entries.push({ path: join(folder, prefix.name), hash: null });
    else
      for (const { name } of await listed(join(folder, prefix.name)))
        if (!(await isBeingWritten(join(folder, prefix.name), name)))
          entries.push({ path: join(folder, prefix.name, name), hash: hashIn(kind, prefix.name, name) });
  }
  return entries;
}

function hashIn<K extends Kind>(kind: K, prefix: string, name: string): Addresses[K] | null {
  const hash = name.slice(0, 64);
  const isAddress =
    /^[0-9a-f]{64}$/.test(hash) && name === `${hash}${ENDING[kind]}` && hash.startsWith(prefix);
  return isAddress && prefix.length === 2 ? (hash as Addresses[K]) : null;
}

async function isBeingWritten(folder: string, name: string): Promise<boolean> {
  return isDraft(name) && !(await isLeftBehind(join(folder, name)));
}

async function listed(folder: string): Promise<readonly Dirent[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.sort((x, y) => (x.name < y.name ? -1 : 1));
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}
