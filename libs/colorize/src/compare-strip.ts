import { isNearGrey, labToSrgb, srgbToLab } from '@tintype/colour';
import { type EncodablePixels, encodeJpeg, type Picture, reducePixels, tile } from '@tintype/images';

/** The longer side of one picture of the strip. */
const LONGER = 720;

/** A photo as it was, reduced, for a strip. */
export function reducedTruth(photo: EncodablePixels): Promise<Picture> {
  return reducePixels(photo, LONGER);
}

/** Grey | coloured | true, as JPEG; without the third where the photo had no colours. */
export async function compareStrip(truth: Picture, coloured: EncodablePixels): Promise<Uint8Array> {
  const lab = srgbToLab(truth.rgb);
  const grey = { ...truth, rgb: labToSrgb(lab.map((value, i) => (i % 3 === 0 ? value : 0))) };
  const pictures = [
    grey,
    await reducePixels(coloured, LONGER),
    ...(isNearGrey(lab, 5, truth.width) ? [] : [truth]),
  ];
  return encodeJpeg(tile(pictures, pictures.length, { gap: 8 }));
}
