import { access, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { srgbToLab } from '@tintype/colour';
import { makeTar, makeZip } from '@tintype/download/testing';
import {
  carryMetadata,
  type DecodedPhoto,
  decodePhoto,
  decodePixels,
  inspectPhoto,
  isRejection,
  UndecodableError,
} from '@tintype/images';
import { openSource } from '@tintype/images/sources';
import { describeError, isInnerPath } from '@tintype/store';

import { accepted, type Outcome, refused, wrong } from './outcome.ts';

const SIZE = 64;

/** As `ingest` and `convert` look at a photo. */
export async function tryPhoto(bytes: Uint8Array): Promise<Outcome> {
  const found = await inspectPhoto(bytes);
  if (isRejection(found)) return refused(found.reason);
  const full = await decodePixels(bytes); // as `colorize` opens it
  if ('samples' in full && full.samples.length !== full.width * full.height * full.channels)
    return wrong(`${full.samples.length} samples of ${full.width} × ${full.height} × ${full.channels}`);
  if ('samples' in full) carryAll(full);
  try {
    const lab = srgbToLab(await decodePhoto(bytes, SIZE));
    const isLab = lab.length === SIZE * SIZE * 3 && lab.every((value) => Math.abs(value) <= 128);
    return isLab ? accepted : wrong('an image that is none');
  } catch (error) {
    if (error instanceof UndecodableError)
      return refused('it passed ingest, and convert could not decode it');
    throw error;
  }
}

/** As `colorize` takes on a photo's metadata, for each format and with the place or without. */
function carryAll({ width, height, header, metadata }: DecodedPhoto): void {
  const { orientation } = header;
  for (const format of ['jpeg', 'png', 'webp'] as const)
    carryMetadata(metadata, {
      ...{ format, width, height, orientation, space: 'srgb', gps: format === 'png' },
      properties: [],
    });
}

const ENTRIES = [
  { path: 'set/a.jpg', content: 'A'.repeat(700) },
  { path: 'set/b.png', content: 'B'.repeat(10) },
  { path: 'set/c.jpg', type: 'SymbolicLink', linkpath: '/etc/passwd' },
  { path: 'read.me', content: 'text' },
] as const;
export const ARCHIVES = [makeZip(ENTRIES), makeTar(ENTRIES)];

export async function tryArchive(bytes: Uint8Array, folder: string): Promise<Outcome> {
  const base = await mkdtemp(join(folder, 'archive-'));
  const file = join(base, 'archive');
  await writeFile(file, bytes);
  await mkdir(join(base, 'inner'));
  const settings = {
    kind: 'archive',
    url: null,
    path: file,
    sha256: null,
    maxUnpacked: 1e6,
    maxEntries: 100,
  } as const;
  const context = {
    ...{ bundled: base, base, downloads: join(base, 'inner', 'downloads') },
    ...{ signal: new AbortController().signal, emit: () => {} },
  };
  try {
    const { files } = await openSource(settings, context);
    const outside = files.filter(({ path }) => !isInnerPath(path));
    if (outside.length > 0) return wrong(`it lists ${JSON.stringify(outside[0]?.path)}`);
    return accepted;
  } catch (error) {
    const text = describeError(error);
    return text.startsWith('ingest.source') ? refused(text.replace(base, '')) : wrong(text);
  } finally {
    const written = await readdir(base);
    await rm(base, { recursive: true });
    if (written.length !== 2 || (await exists(join(folder, 'set'))))
      throw new Error('it wrote outside its folder');
  }
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
