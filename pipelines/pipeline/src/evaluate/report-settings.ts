import type { Picture } from '@tintype/images';
import type { Decoding } from '@tintype/network';

import type { Credit, QuarantinedPhoto, ReportData } from '../report/report-data.ts';
import type { EpochSheet } from './pictures/draw-epochs.ts';
import type { ClassSheet, GalleryPhoto } from './pictures/draw-sheets.ts';

/** What the report says that lies in no shard. */
export type ReportSettings = Decoding & {
  readonly recipe: ReportData['recipe'];
  readonly gallery: number;
  /** What tells crops of one original, as in ingest. */
  readonly sameOriginal: string | null;
  /** Epochs that training was to have; it may have stopped early. */
  readonly epochs: number;
  /** Whose parameters the model has, from 1. */
  readonly keptEpoch: number;
  readonly gamut: Pick<ReportData['gamut'], 'kind' | 'window' | 'lambda'>;
  readonly facts: ReportData['facts'];
  readonly reproduction: ReportData['reproduction'];
  /** By path of the photo. */
  readonly credits: Readonly<Record<string, Credit>>;
  /** Photos that are in no table, as their bytes could not be read. */
  readonly unreadable: readonly QuarantinedPhoto[];
  /** Photos that nothing was learned from, and why. */
  readonly unused: readonly QuarantinedPhoto[];
  readonly noted: ReportData['photos']['noted'];
};

/** Pictures of the report, before they are encoded. */
export interface ReportPictures {
  readonly gallery: readonly GalleryPhoto[];
  readonly sheets: ReadonlyMap<string, ClassSheet>;
  readonly patches: Picture;
  /** Null where nothing was validated. */
  readonly epochs: EpochSheet | null;
}
