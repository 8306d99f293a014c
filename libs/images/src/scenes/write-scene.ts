import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { openRgb } from '../libvips.ts';
import type { SceneSettings } from './generate-scenes.ts';
import { renderScene } from './render-scene.ts';

/** Writes the scene of this index into `folder`, as a JPEG that is named after its class. */
export async function writeScene(
  { seed, size }: Omit<SceneSettings, 'count'>,
  index: number,
  folder: string,
): Promise<void> {
  const { category, rgb } = renderScene(seed, index, size);
  // 4:4:4, as the colours are what the scenes are for
  const bytes = await openRgb(rgb, size, size).jpeg({ quality: 92, chromaSubsampling: '4:4:4' }).toBuffer();
  await writeFile(join(folder, `${category}_${String(index).padStart(6, '0')}.jpg`), bytes);
}
