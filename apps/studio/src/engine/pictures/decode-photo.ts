import type { StripedPicture } from '@tintype/colorize';
import type { PhotoBytes } from '@tintype/images/metadata';

/** A file that a person has chosen, of which no more is read than is asked for. */
export function bytesOfBlob(file: Blob): PhotoBytes {
  return {
    size: file.size,
    read: async (position, length) =>
      new Uint8Array(await file.slice(position, position + length).arrayBuffer()),
  };
}

/** The photo upright and in sRGB; throws, in words that follow its name, where the browser cannot. */
export async function decodePhoto(file: Blob): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch (cause) {
    const message =
      'cannot be decoded by this browser: it is damaged, or has a kind of coding that no browser reads';
    throw new Error(`${message}; try "npx tintype colorize", which says more`, { cause });
  }
}

/** Draws into memory of the CPU, where samples are read from. */
export function openCanvas(width: number, height: number): OffscreenCanvasRenderingContext2D {
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (context !== null) return context;
  throw new Error(
    `has ${width} × ${height} pixels, more than this browser can draw; try "npx tintype colorize"`,
  );
}

/** The rows of a decoded photo; a stripe is copied out of it when it is read. */
export function stripeBitmap(bitmap: ImageBitmap, write: StripedPicture['write']): StripedPicture {
  const { width, height } = bitmap;
  let context: OffscreenCanvasRenderingContext2D | null = null;
  return {
    ...{ width, height, write },
    read(top, rows) {
      context ??= openCanvas(width, rows); // the first stripe is the highest
      context.clearRect(0, 0, width, rows);
      context.drawImage(bitmap, 0, top, width, rows, 0, 0, width, rows);
      const { data } = context.getImageData(0, 0, width, rows);
      return { samples: data, channels: 4, top };
    },
  };
}
