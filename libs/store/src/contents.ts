import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { isAlive } from './process-mark.ts';
import { isMissing } from './read-if-there.ts';
import type { Store } from './store.ts';

export type Kind = 'blobs' | 'shards' | 'checkpoints';

/** Something in a folder of the store. */
export interface Entry {
  readonly path: string;
  /** The hash that it is the address of; null where there is no such address. */
  readonly hash: string | null;
}

const ENDING: Readonly<Record<Kind, string>> = { blobs: '', shards: '.json', checkpoints: '' };
/** `<file>.<process>-<random>.tmp`, as `publish` names what it writes. */
const TEMPORARY = /\.(\d+)-[0-9a-f]{8}\.tmp$/;

/** All that lies in a folder of the store, in order, but for what a living process is writing just now. */
export async function entriesOf({ root }: Pick<Store, 'root'>, kind: Kind): Promise<readonly Entry[]> {
  const folder = join(root, kind);
  const entries: Entry[] = [];
  for (const prefix of await listed(folder)) {
    if (!prefix.isDirectory()) entries.push({ path: join(folder, prefix.name), hash: null });
    else
      for (const { name } of await listed(join(folder, prefix.name)))
        if (!isBeingWritten(name))
          entries.push({ path: join(folder, prefix.name, name), hash: hashIn(kind, prefix.name, name) });
  }
  return entries;
}

function hashIn(kind: Kind, prefix: string, name: string): string | null {
  const hash = name.slice(0, 64);
  const isAddress =
    /^[0-9a-f]{64}$/.test(hash) && name === `${hash}${ENDING[kind]}` && hash.startsWith(prefix);
  return isAddress && prefix.length === 2 ? hash : null;
}

function isBeingWritten(name: string): boolean {
  const process = TEMPORARY.exec(name)?.[1];
  return process !== undefined && isAlive(Number(process));
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
