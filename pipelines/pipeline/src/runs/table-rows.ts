import type { ImagesRows, PredictionsRows } from '@tintype/records';

/** A photo as `convert` left it. */
export interface LabImage {
  readonly photo: string;
  /** Without colours to compare with. */
  readonly nearGrey: boolean;
  /** Side of the square, pixels. */
  readonly size: number;
  /** [size, size, 3], a view of its table. */
  readonly lab: Float32Array;
}

/** A held-out photo as the network colours it. */
export interface PredictedPhoto {
  readonly photo: string;
  readonly temperature: number;
  readonly width: number; // pixels
  readonly height: number;
  /** sRGB [height, width, 3], a view of its table. */
  readonly rgb: Uint8Array;
}

export function* imagesIn({ photo, nearGrey, lab }: ImagesRows): Generator<LabImage> {
  const [size = 0] = lab.shape;
  const length = size * size * 3;
  for (const [i, id] of photo.entries()) {
    const values = lab.data.subarray(i * length, (i + 1) * length);
    yield { photo: id, nearGrey: nearGrey[i] ?? false, size, lab: values };
  }
}

export function* predictionsIn({ photo, temperature, rgb }: PredictionsRows): Generator<PredictedPhoto> {
  const [height = 0, width = 0] = rgb.shape;
  const length = height * width * 3;
  for (const [i, id] of photo.entries()) {
    const at = Number((temperature[i] ?? NaN).toPrecision(6)); // stored as float32
    const pixels = rgb.data.subarray(i * length, (i + 1) * length);
    yield { photo: id, temperature: at, width, height, rgb: pixels };
  }
}
