import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import { publish } from '@tintype/store';

import { MARKER, readEarlierSite, showMarker } from './earlier-site.ts';
import { listSiteFiles, type SitePlaces } from './site-files.ts';

export interface BuiltSite {
  readonly files: number;
  readonly bytes: number;
}

/**
 * Writes the studio as static files into a folder, which is made. Each file appears whole, the page behind what it names, and
 * what only an earlier site had goes last: the folder may be served meanwhile.
 *
 * @throws UserError for a folder that is not empty and holds no earlier site
 */
export async function buildSite(out: string, places: SitePlaces): Promise<BuiltSite> {
  const earlier = await readEarlierSite(out);
  const files = await listSiteFiles(places);
  const paths = files.map(({ path }) => path);
  const both = [...new Set([...earlier, ...paths])];
  await write(out, MARKER, showMarker(both)); // whoever is interrupted can go on
  let bytes = 0;
  for (const { path, read } of files) bytes += await write(out, path, await read());
  for (const path of earlier.filter((old) => !paths.includes(old)))
    await rm(join(out, path), { force: true });
  bytes += await write(out, MARKER, showMarker(paths));
  return { files: files.length + 1, bytes };
}

const ELSEWHERE = 'choose another folder with --out';
const REMEDIES = { EROFS: ELSEWHERE, EACCES: ELSEWHERE, EPERM: ELSEWHERE };

async function write(out: string, path: string, content: Uint8Array | string): Promise<number> {
  await publish(join(out, path), content, { readOnly: false, remedies: REMEDIES });
  return Buffer.byteLength(content);
}
