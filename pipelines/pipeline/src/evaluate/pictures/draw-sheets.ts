import { joinLab, takeLightness } from '@tintype/colour';
import { labPicture, patchPicture, type Picture, scalePicture, tile } from '@tintype/images';
import type { PatchesRows, PhotosRows } from '@tintype/records';

import type { PredictedPicture, ReportInputs } from '../report-inputs.ts';
import { pickGallery } from './pick-gallery.ts';

const THUMBNAILS_PER_CLASS = 24;
const SHEET_COLUMNS = 8;
const PATCHES = 48;
const PATCH_COLUMNS = 12;
const PATCH_ZOOM = 3;

/** A held-out photo in all its versions. */
export interface GalleryPhoto {
  readonly photo: string;
  readonly grey: Picture;
  readonly truth: Picture;
  readonly predictions: readonly PredictedPicture[];
  /** As the bundled model colours it; null where it was not asked. */
  readonly bundled: Picture | null;
}

/** The photos of a class on one sheet. */
export interface ClassSheet {
  readonly sheet: Picture;
  /** Ids of the photos on it. */
  readonly shown: readonly string[];
}

/** Held-out photos of all classes in turn. */
export async function readGallery(
  read: ReportInputs,
  photos: PhotosRows,
  count: number,
): Promise<readonly GalleryPhoto[]> {
  const measured = new Set((await read.metrics()).flatMap(({ photo }) => photo));
  const candidates = photos.photo.flatMap((photo, i) =>
    measured.has(photo) && photos.status[i] === 'kept' ? [{ photo, class: photos.class[i] ?? '' }] : [],
  );
  const chosen = pickGallery(candidates, count);
  const wanted = new Set(chosen);
  const [images, predictions] = [await read.images(wanted), await read.predictions(wanted)];
  const bundled = await read.bundled(wanted);
  return chosen.flatMap((photo) => {
    const image = images.get(photo);
    if (image === undefined) return [];
    const { lab, size } = image;
    const lightness = takeLightness(lab);
    const grey = labPicture(joinLab(lightness, new Float32Array(2 * lightness.length)), size, size);
    return [
      {
        photo,
        grey,
        truth: labPicture(lab, size, size),
        predictions: predictions.get(photo) ?? [],
        bundled: bundled.get(photo)?.[0]?.picture ?? null,
      },
    ];
  });
}

/** A contact sheet of each class, by its name. */
export async function drawClassSheets(
  read: ReportInputs,
  photos: PhotosRows,
): Promise<ReadonlyMap<string, ClassSheet>> {
  const kept = photos.photo.map((photo, i) => ({
    photo,
    class: photos.class[i] ?? '',
    kept: photos.status[i] === 'kept',
  }));
  const names = [...new Set(kept.filter((row) => row.kept).map((row) => row.class))].sort();
  const shown = new Map(
    names.map((name) => [
      name,
      kept
        .filter((row) => row.kept && row.class === name)
        .slice(0, THUMBNAILS_PER_CLASS)
        .map(({ photo }) => photo),
    ]),
  );
  const thumbnails = await read.thumbnails(new Set([...shown.values()].flat()));
  return new Map(
    [...shown].map(([name, ids]) => {
      const pictures = ids.flatMap((id) => thumbnails.get(id) ?? []);
      return [name, { sheet: tile(pictures, SHEET_COLUMNS), shown: ids }];
    }),
  );
}

/** Patches spread evenly over a shard, because neighbours come from one photo. */
export function drawPatches({ photo, lightness, ab }: PatchesRows): Picture {
  const count = Math.min(PATCHES, photo.length);
  const rowOf = (tensor: { data: Float32Array; shape: readonly number[] }, row: number) => {
    const size = tensor.shape.reduce((product, n) => product * n, 1);
    return tensor.data.subarray(row * size, (row + 1) * size);
  };
  const pictures = Array.from({ length: count }, (_, i) => {
    const row = Math.floor((i * photo.length) / count);
    return scalePicture(patchPicture({ lightness: rowOf(lightness, row), ab: rowOf(ab, row) }), PATCH_ZOOM);
  });
  return tile(pictures, PATCH_COLUMNS);
}
