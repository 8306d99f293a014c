import { join } from 'node:path';

import {
  checkRemote,
  listManifests,
  planRemoteGarbage,
  readManifestsThere,
  type RemoteGarbage,
  removeRemoteGarbage,
} from '@tintype/store';
import { document, showBytes } from '@tintype/terminal';

import type { Surroundings } from '../command.ts';
import { requireRemote, requireWritable } from '../remote/shared-recipe.ts';

interface Wanted {
  readonly yes: boolean;
  readonly json: boolean;
}

/** Finds what no manifest needs that was pushed to the remote or lies here; with `yes` removes it there. */
export async function collectThere(
  data: string,
  before: number,
  wanted: Wanted,
  around: Surroundings,
): Promise<void> {
  const { url, mode } = wanted.yes ? requireWritable('gc', around) : requireRemote('gc', around);
  await checkRemote({ url, mode });
  const manifests = [
    ...(await listManifests(join(data, 'manifests'))),
    ...(await readManifestsThere(url, null)),
  ];
  const garbage = await planRemoteGarbage(url, manifests, { before });
  if (wanted.yes) await removeRemoteGarbage(url, garbage);
  around.stdout.write(shown(url, garbage, wanted));
}

function shown(url: string, { blobs, records, bytes, kept }: RemoteGarbage, { yes, json }: Wanted): string {
  if (json) return document({ removed: yes, remote: url, blobs, records, bytes, kept });
  const verb = yes ? 'removed' : 'would be removed (--yes does it)';
  const stays = `${kept.blobs} blobs stay, ${showBytes(kept.bytes)}`;
  return `${url}: ${blobs.length} blobs and ${records.length} records, ${showBytes(bytes)}, ${verb}; ${stays}\n`;
}
