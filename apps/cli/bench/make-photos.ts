import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { rngFrom } from '@tintype/colour';
import { decodePixels, encodePixels } from '@tintype/images';

const QUALITY = 92;

/** So many photos of 256 × 256 in the folder `small`. */
export async function makeSmall(folder: string, count: number): Promise<void> {
  await mkdir(join(folder, 'small'));
  const photo = await readFile(await makePhoto(folder, 256, 256));
  for (let i = 0; i < count; i++) await writeFile(join(folder, 'small', `${i}.jpg`), photo);
}

async function bundledPhoto(): Promise<string> {
  const [first] = (await readdir('data/photos')).filter((name) => name.endsWith('.jpg')).sort();
  return join('data/photos', first ?? 'there is none');
}

/** A bundled photo enlarged by repeating its pixels, with noise; → its file */
export async function makePhoto(folder: string, width: number, height: number): Promise<string> {
  const photo = await decodePixels(await readFile(await bundledPhoto()));
  if ('reason' in photo) throw new Error(photo.reason);
  const rng = rngFrom('noise');
  const noise = Int8Array.from({ length: 65521 }, () => 8 * (rng() + rng() - 1));
  const samples = new Uint8ClampedArray(width * height * 3);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const from =
        Math.floor((y * photo.height) / height) * photo.width + Math.floor((x * photo.width) / width);
      const at = 3 * (y * width + x);
      for (let c = 0; c < 3; c++)
        samples[at + c] = (photo.samples[3 * from + c] ?? 0) + (noise[(at / 3) % noise.length] ?? 0);
    }
  const file = join(folder, `${width}.jpg`);
  const picture = { samples, width, height, channels: 3 } as const;
  await writeFile(
    file,
    await encodePixels(picture, { format: 'jpeg', quality: QUALITY, metadata: { xmp: '<x/>' } }),
  );
  return file;
}
