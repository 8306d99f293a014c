import { readdir, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';

import { encodePixels, type PictureFormat } from '@tintype/images';
import type { Model } from '@tintype/network';
import { sha256 } from '@tintype/store';

import { colorizeFiles, type FilesOptions, type PhotoOutcome } from '../photos/colorize-files.ts';
import { listPhotos } from '../photos/list-photos.ts';
import { madeUpColourer } from './made-up-colourer.ts';

export const warm = madeUpColourer(() => [25, 30]);

interface RunOptions extends Partial<FilesOptions> {
  readonly recursive?: boolean;
}

/** Colours photos of a folder into the folder `out` in it. */
export async function colorizeIn(
  folder: string,
  given: readonly string[],
  { recursive = false, out = 'out', ...options }: RunOptions = {},
  model: Model = warm,
): Promise<readonly PhotoOutcome[]> {
  const { signal = new AbortController().signal, emit = () => undefined } = options;
  const target = join(folder, out);
  const { photos } = await listPhotos(given, { cwd: folder, recursive, out: target, signal });
  const defaults = { overwrite: false, modelDigest: sha256('model'), signal, emit };
  return colorizeFiles(model, photos, { ...defaults, ...options, out: target });
}

/** Why photos failed, by their names. */
export function reasonsOf(outcomes: readonly PhotoOutcome[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    outcomes.flatMap((one) => (one.status === 'failed' ? [[one.photo, one.reason]] : [])),
  );
}

/** All files below, hidden ones too. */
export async function filesIn(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true }).catch(() => []);
  return found.filter((file) => file.includes('.')).sort();
}

/** Grey on the left, red on the right; the format is that of the ending. */
export async function writePhoto(file: string, width: number, height: number): Promise<void> {
  const rgb = Uint8Array.from({ length: width * height * 3 }, (_, i) => {
    const x = Math.floor(i / 3) % width;
    return x < width / 2 ? 40 + 2 * x : [220, 60, 50][i % 3];
  });
  const ending = extname(file).slice(1).toLowerCase();
  const format = ending === 'jpg' ? 'jpeg' : (ending as PictureFormat);
  const metadata = { xmp: '<x:xmpmeta xmlns:x="adobe:ns:meta/"/>' };
  const pixels = { samples: rgb, width, height, channels: 3 } as const;
  await writeFile(file, await encodePixels(pixels, { format, quality: 80, metadata }));
}
