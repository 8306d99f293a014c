import type { Decoding } from '@tintype/network';

/** A way to decode, with what it scores on validation photos. */
export interface MeasuredDecoding extends Decoding {
  /** 0..1 */
  readonly aucBalanced: number;
  /** Mean chroma over that of true colours. */
  readonly chromaRatio: number;
}

/** Chroma ratios of pictures that are neither grey nor gaudy. */
const CHROMA = { least: 0.75, most: 1.05 } as const;
/**
 * The chroma ratio at which ways are compared, as chroma moves balanced AuC more than what else they differ in. It is
 * the least: with the default recipe's model balanced AuC, raw AuC and RMSE of held-out photos were all better the
 * nearer the ratio was to it, from 1.2 down.
 */
const COMPARED_AT = CHROMA.least;
/** How far saturation may go: beyond, it makes mistakes gaudier than colours right. */
const SATURATION = { least: 0.5, most: 2 } as const;

/** The saturation with which colours of a chroma ratio are compared, in hundredths, rounded up. */
export function saturate(chromaRatio: number): number {
  const exact = chromaRatio > 0 ? COMPARED_AT / chromaRatio : SATURATION.most;
  return Math.ceil(100 * Math.min(SATURATION.most, Math.max(SATURATION.least, exact)) - 1e-6) / 100;
}

/**
 * The way to decode that a model is saved with: of those with a chroma ratio from .75 to 1.05 that with the highest
 * balanced AuC, to four digits; where two are equal the first, so the simplest and boldest are to come first. Where none
 * is inside, the nearest to it. Null where there are none.
 */
export function pickDecoding(measured: readonly MeasuredDecoding[]): MeasuredDecoding | null {
  const outside = ({ chromaRatio }: MeasuredDecoding) =>
    Math.max(CHROMA.least - chromaRatio, chromaRatio - CHROMA.most, 0);
  const scoreOf = ({ aucBalanced }: MeasuredDecoding) => Math.round(1e4 * aucBalanced);
  return measured.reduce<MeasuredDecoding | null>((best, one) => {
    if (best === null || outside(one) < outside(best)) return one;
    return outside(one) === outside(best) && scoreOf(one) > scoreOf(best) ? one : best;
  }, null);
}
