import { stemOf } from '../darkroom/names.ts';
import type { Photo } from '../darkroom/photo.ts';

/** The longer side of one picture, and the gap around each, in pixels: those of the command line. */
const LONGER = 720;
const GAP = 8;
const QUALITY = 0.92;

export function stripName({ name }: Photo): string {
  return `${stemOf(name)}.compare.jpg`;
}

/** Grey | coloured | as the file has it, as JPEG, as `tintype colorize --compare` lays them out. */
export async function makeCompareStrip(pictures: readonly ImageBitmap[]): Promise<Blob> {
  const [{ width: full, height: tall } = { width: 1, height: 1 }] = pictures;
  const scale = Math.min(1, LONGER / Math.max(full, tall));
  const width = Math.max(1, Math.round(full * scale));
  const height = Math.max(1, Math.round(tall * scale));
  const canvas = new OffscreenCanvas(GAP + pictures.length * (width + GAP), GAP + height + GAP);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('This browser has no 2D canvas, which the studio needs.');
  context.fillStyle = 'white';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = 'high';
  pictures.forEach((picture, i) => context.drawImage(picture, GAP + i * (width + GAP), GAP, width, height));
  return canvas.convertToBlob({ type: 'image/jpeg', quality: QUALITY });
}
