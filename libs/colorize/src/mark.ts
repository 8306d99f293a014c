import { type PictureFormat, readXmpProperty, type XmpProperty } from '@tintype/images/metadata';
import { asJson, type Json } from '@tintype/store/neutral';

import type { CompleteSettings } from './colouring/settings.ts';
import type { Hint } from './hints/hint.ts';

const MARK = { namespace: 'urn:tintype:1', prefix: 'tintype', name: 'mark' } as const;

// IPTC Photo Metadata, digital source type: a photo of which a trained model made a part.
const SOURCE_TYPE: XmpProperty = {
  namespace: 'http://iptc.org/std/Iptc4xmpExt/2008-02-29/',
  prefix: 'Iptc4xmpExt',
  name: 'DigitalSourceType',
  value: 'http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia',
};

/**
 * What the XMP of a coloured photo says besides what the photo's said: that a model made its colours. The mark says
 * from what, so that the result is known again wherever it lies; inside the file it cannot come apart from it.
 */
export function markProperties(mark: string): readonly XmpProperty[] {
  return [{ ...MARK, value: mark }, SOURCE_TYPE];
}

/** Changes when the same settings give other colours. */
const VERSION = 2;
/** Changes when more of what tells a place is left out, so that no older result passes for done. */
const WITHOUT_PLACES = 'without GPS and places';

/** What a result follows from. */
export interface ResultFacts {
  /** sha256 of the photo's file. */
  readonly photo: string;
  /** Of the model's files. */
  readonly model: string;
  readonly settings: CompleteSettings;
  readonly hints: readonly Hint[];
  /** null where the photo's own was left to decide. */
  readonly format: PictureFormat | null;
  readonly quality: number | null;
  readonly gps: boolean;
}

/** All that a result follows from, of which its mark is the fingerprint. Strips are no part of it, and can be added later. */
export function describeResult({ settings, hints, gps, ...facts }: ResultFacts): Json {
  const { coherence, ...rest } = settings;
  return asJson({
    ...{ version: VERSION, ...facts, gps: gps || WITHOUT_PLACES },
    settings: coherence === 0 ? rest : { ...rest, coherence }, // results without it keep the mark that they have
    hints: hints.length === 0 ? undefined : hints.map(({ x, y, a, b }) => [x, y, a, b]), // and so here
  });
}

/** The mark in a picture's XMP, or null where there is none. */
export function markIn(xmp: string | undefined): string | null {
  return xmp === undefined ? null : readXmpProperty(xmp, MARK);
}
