import { openBytes } from './libvips.ts';

/**
 * Decodes a photo to 8-bit sRGB, [size, size, 3]: EXIF-oriented, through its colour profile, scaled to cover
 * the square and cropped around the centre. Transparent parts lie on white, as viewers show them; white is
 * neutral, so it adds no colour that was not in the photo.
 * Throws with a plain reason when the pixels cannot be decoded; `inspectPhoto` tells beforehand.
 */
export async function decodePhoto(bytes: Uint8Array, size: number): Promise<Uint8Array> {
  const { data, info } = await openBytes(bytes)
    .autoOrient()
    .flatten({ background: '#ffffff' })
    .resize(size, size, { fit: 'cover', position: 'centre' })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch((cause: unknown) => {
      throw new Error('photo: expected a complete picture in a known format; inspect it for the reason', {
        cause,
      });
    });
  if (info.channels !== 3 || data.length !== size * size * 3) {
    throw new Error(
      `Internal error: expected ${size}×${size}×3 bytes but got ${data.length} in ${info.channels} channels`,
    );
  }
  return new Uint8Array(data.buffer, data.byteOffset, data.length); // [size, size, 3]
}
