import type { Picture } from '@tintype/images/lab-picture';
import type { MethodScore } from '@tintype/pipeline/scores';
import type { Shard } from '@tintype/store/neutral';

import type { Photo } from './read-photos.ts';

/** Where the rows of a photo lie. */
export interface Place {
  readonly stage: string;
  readonly shard: Shard;
  /** The shard's name without that of its table: `train/0110`, which all that is made from its images share. */
  readonly layout: string;
}

/** An image as `convert` left it. */
export interface LineageImage {
  readonly picture: Picture;
  /** Without colours to learn from or to compare with. */
  readonly nearGrey: boolean;
}

/** A patch, and where it lies in its image; pixels. */
export interface LineagePatch {
  readonly picture: Picture;
  readonly x: number;
  readonly y: number;
  readonly side: number;
}

export interface LineagePrediction {
  readonly temperature: number;
  readonly picture: Picture;
}

/** What became of photos, of which only what is asked for is loaded. Null and none stand for what was not made. */
export interface Lineage {
  placeImage(photo: Photo): Place | null;
  placePatches(photo: Photo): Place | null;
  placePredictions(photo: Photo): Place | null;
  placeMetrics(photo: Photo): Place | null;
  /** Small where there are thumbnails, else the image. */
  readThumbnail(photo: Photo): Promise<Picture>;
  readImage(photo: Photo): Promise<LineageImage>;
  readPatches(photo: Photo): Promise<readonly LineagePatch[]>;
  readPredictions(photo: Photo): Promise<readonly LineagePrediction[]>;
  /** What each method scores on it, the network first. */
  readScores(photo: Photo): Promise<readonly MethodScore[]>;
}
