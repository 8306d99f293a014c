import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

import sharp from 'sharp';

/** `decode-alone.mjs <folder> <size>`: reads and decodes each photo to sRGB of [size, size], and does nothing else. */
const [folder, size] = process.argv.slice(2);
sharp.concurrency(1);
sharp.cache(false);
const names = readdirSync(folder).values();
const lane = async () => {
  for (const name of names)
    await sharp(await readFile(join(folder, name)))
      .resize(Number(size), Number(size), { fit: 'cover' })
      .toColourspace('srgb')
      .raw()
      .toBuffer();
};
await Promise.all(Array.from({ length: 2 * availableParallelism() }, lane));
