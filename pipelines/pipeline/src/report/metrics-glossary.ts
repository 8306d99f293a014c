import { MEASURES, METHODS } from '@tintype/colour';
import { type Fragment, type Html, html } from '@tintype/report';

const TERMS: readonly (readonly [term: string, meaning: Fragment])[] = [
  [
    MEASURES.auc.name,
    'How close the colours come: the share of pixels within a distance of the true colour, averaged over distances from 0 to 150 ab units. 1 is perfect.',
  ],
  [
    MEASURES.aucBalanced.name,
    'The same, but every colour counts alike, however rare it is in all photos (smoothed over neighbouring colours, so that no single photo decides). Otherwise grey walls and pale skies decide. This is the figure to compare by.',
  ],
  [
    MEASURES.rmseAb.name,
    'Typical distance from the true colour, in ab units; large misses count most, which favours cautious greys.',
  ],
  [
    `${MEASURES.psnr.name}, ${MEASURES.ssim.name}`,
    'Likeness to the true photo in RGB, as for compressed pictures. Both favour grey over a wrong guess.',
  ],
  [
    MEASURES.colourfulnessRatio.name,
    'Hasler and Süsstrunk’s, from means and spreads of red − green and yellow − blue, as a ratio to the true photos. 1 is as vivid as they are, 0 is grey.',
  ],
  [
    MEASURES.colourfulnessAbsoluteRatio.name,
    'The variant of the scripts of CT2 and DDColor, which drop the signs first. The two cannot be compared with each other.',
  ],
  [MEASURES.chromaRatio.name, 'Mean distance from grey in the ab plane, as a ratio to the true photos.'],
  [
    MEASURES.outOfGamut.name,
    'Share of pixels whose colour no screen can show at that lightness; they keep lightness and hue and lose chroma.',
  ],
  [
    '[low, high]',
    'What the figure could have been with other photos: 95 % of 1000 draws of as many photos, with replacement. Crops of one original are drawn together. A difference is within noise when its interval contains zero. A photo by itself has no interval: its pixels hang together, so that drawing them anew would only pretend to know more.',
  ],
  [
    `${METHODS['soft-truth'].name}; ${METHODS['nearest-bin'].name}`,
    'The true colours as far as bins can say them: spread over bins and decoded at the recipe’s temperature, or moved to the nearest bin. No network with these bins can do better.',
  ],
  [
    `${MEASURES.crossEntropy.name}, ${MEASURES.kl.name}`,
    'How surprised the network is by the true colours. As each is spread over several bins, not even a perfect answer reaches 0: what exceeds that floor is the KL divergence.',
  ],
  [
    'temperature T',
    'How a distribution over colours becomes one colour. Near 0 the most probable colour wins: vivid, with hard edges. At 1 it is the mean of all: safe and dull. The recipe’s value lies between.',
  ],
];

/** What the measures mean, in plain words. */
export function metricsGlossary(): Html {
  return html`<dl class="terms">
    ${TERMS.map(
      ([term, meaning]) =>
        html`<div>
          <dt>${term}</dt>
          <dd>${meaning}</dd>
        </div>`,
    )}
  </dl>`;
}
