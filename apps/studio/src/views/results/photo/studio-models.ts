import type { Picture } from '@tintype/images/lab-picture';

import type { Engine, OpenedPhoto } from '../../../engine/engine.ts';
import { imageDataOf } from '../../../parts/raster.tsx';
import { readStudioInfo } from '../../../studio-info.ts';

/** Engines by the name of their model, opened once and kept: loading a model takes longer than asking it. */
const engines = new Map<string, Promise<Engine>>();

/** The engine of a model that the server has; throws where it has none of this name. */
export function openModel(name: string): Promise<Engine> {
  const known = engines.get(name);
  if (known) return known;
  const opening = loadEngine(name);
  engines.set(name, opening);
  opening.catch(() => engines.delete(name)); // so that it is tried again
  return opening;
}

async function loadEngine(name: string): Promise<Engine> {
  const { signal } = new AbortController(); // kept for others when who asked first has gone
  const { models } = await readStudioInfo(signal);
  const model = models.find((one) => one.name === name);
  if (model === undefined) throw new Error(`There is no model of ${name} here; run its stage train`);
  const { openEngine } = await import('../../../engine/open-engine.ts');
  return openEngine(model, signal);
}

/** A picture for an engine to look at. */
export async function openPicture(
  engine: Engine,
  picture: Picture,
  signal: AbortSignal,
): Promise<OpenedPhoto> {
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  canvas.getContext('2d')?.putImageData(imageDataOf(picture), 0, 0);
  const file = await canvas.convertToBlob({ type: 'image/png' });
  return engine.openPhoto(file, 'photo.png', signal);
}

/** A picture as the bundled model colours it. */
export async function paintBundled(picture: Picture, signal: AbortSignal): Promise<Picture> {
  const opened = await openPicture(await openModel('bundled'), picture, signal);
  try {
    const painted = await opened.paint({}, 'screen');
    if (painted === null) throw new Error('The bundled model was asked for another picture in the meantime');
    return pictureOf(painted);
  } finally {
    opened.close();
  }
}

function pictureOf(bitmap: ImageBitmap): Picture {
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext('2d');
  if (context === null) throw new Error('This browser gives no canvas to draw on');
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  const { data } = context.getImageData(0, 0, width, height);
  const rgb = new Uint8Array(3 * width * height);
  for (let from = 0, to = 0; from < data.length; from += 4, to += 3)
    rgb.set(data.subarray(from, from + 3), to);
  return { width, height, rgb };
}
