import { openBytes, throughSrgb } from './libvips.ts';

/** A photo whose pixels libvips cannot decode. */
export class UndecodableError extends Error {
  override readonly name = 'UndecodableError';
}

/**
 * Decodes a photo to 8-bit sRGB, [size, size, 3]: EXIF-oriented, through its colour profile, scaled to cover
 * the square and cropped around the centre. Transparent parts lie on white, as viewers show them; white is
 * neutral, so it adds no colour that was not in the photo.
 * Throws an UndecodableError when the pixels cannot be decoded; `inspectPhoto` tells beforehand.
 */
export async function decodePhoto(bytes: Uint8Array, size: number): Promise<Uint8Array> {
  const { data, info } = await throughSrgb(openBytes(bytes))
    .resize(size, size, { fit: 'cover', position: 'centre' })
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch((cause: unknown) => {
      throw new UndecodableError(
        'photo: expected a complete picture in a known format; inspect it for the reason',
        { cause },
      );
    });
  if (info.channels !== 3 || data.length !== size * size * 3) {
    throw new Error(
      `Internal error: expected ${size}×${size}×3 bytes but got ${data.length} in ${info.channels} channels`,
    );
  }
  return new Uint8Array(data.buffer, data.byteOffset, data.length); // [size, size, 3]
}
