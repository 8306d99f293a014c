import type { MeasureKey } from '@tintype/colour';

/** What measures do, in plain words, for reports and tables. */
export const MEANINGS = {
  auc: 'How close the colours come: the share of pixels within a distance of the true colour, averaged over distances from 0 to 150 ab units. 1 is perfect.',
  aucBalanced:
    'The same, but every colour counts alike, however rare it is in all photos of the recipe (smoothed over neighbouring colours, so that no single photo decides). Otherwise grey walls and pale skies decide. This is the figure to compare by.',
  rmseAb:
    'Typical distance from the true colour, in ab units; large misses count most, which favours cautious greys.',
  hue: 'Whether colours go the right way from grey, however vivid they are: the mean cosine of the angle between predicted and true (a, b), over pixels whose true colour is more than 15 ab units from grey. 1 is perfect, 0 is grey or at random, −1 the opposite colour. One constant colour can reach more than a half: compare with the baselines.',
  psnr: 'Likeness to the true photo in RGB, as for compressed pictures. It favours grey over a wrong guess.',
  ssim: 'Likeness of structures to those of the true photo in RGB. It favours grey over a wrong guess too.',
  colourfulnessRatio:
    'Hasler and Süsstrunk’s, from means and spreads of red − green and yellow − blue, as a ratio to the true photos. 1 is as vivid as they are, 0 is grey.',
  colourfulnessAbsoluteRatio:
    'The variant of the scripts of CT2 and DDColor, which drop the signs first. The two cannot be compared with each other.',
  chromaRatio:
    'Mean distance from grey in the ab plane, as a ratio to the true photos. 1 is as far from grey as they are.',
  outOfGamut:
    'Share of pixels whose colour no screen can show at that lightness; they keep lightness and hue and lose chroma.',
} as const satisfies Partial<Record<MeasureKey, string>>;
