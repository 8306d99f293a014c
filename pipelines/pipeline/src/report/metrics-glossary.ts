import { isCeiling, MEASURES, METHOD_KEYS } from '@tintype/colour';
import { type Fragment, type Html, html } from '@tintype/report';

import { MEANINGS } from './measure-meanings.ts';

const CEILINGS = METHOD_KEYS.filter(isCeiling);

const TERMS: readonly (readonly [term: string, meaning: Fragment])[] = [
  [MEASURES.auc.name, MEANINGS.auc],
  [MEASURES.aucBalanced.name, MEANINGS.aucBalanced],
  [MEASURES.rmseAb.name, MEANINGS.rmseAb],
  [MEASURES.hue.name, MEANINGS.hue],
  [MEASURES.psnr.name, MEANINGS.psnr],
  [MEASURES.ssim.name, MEANINGS.ssim],
  [MEASURES.colourfulnessRatio.name, MEANINGS.colourfulnessRatio],
  [MEASURES.colourfulnessAbsoluteRatio.name, MEANINGS.colourfulnessAbsoluteRatio],
  [MEASURES.chromaRatio.name, MEANINGS.chromaRatio],
  [MEASURES.outOfGamut.name, MEANINGS.outOfGamut],
  [
    '[low, high]',
    'What the figure could have been with other photos: 95 % of 1000 draws of as many photos, with replacement. Crops of one original are drawn together. A difference is within noise when its interval contains zero. A photo by itself has no interval: its pixels hang together, so that drawing them anew would only pretend to know more.',
  ],
  [
    CEILINGS.join('; '),
    'The true colours as far as bins can say them: spread over bins and decoded at the model’s temperature, or moved to the nearest bin. No network with these bins can do better.',
  ],
  [
    `${MEASURES.crossEntropy.name}, ${MEASURES.kl.name}`,
    'How surprised the network is by the true colours. As each is spread over several bins, not even a perfect answer reaches 0: what exceeds that floor is the KL divergence.',
  ],
  [
    'temperature T',
    'How a distribution over colours becomes one colour. Near 0 the most probable colour wins: vivid, with hard edges. At 1 it is the mean of all: safe and dull. The model’s value lies between.',
  ],
  [
    'coherence',
    'How far colours agree with their neighbours, from 0 to 1: a guided filter smooths them along the edges of the lightness, so that a surface has one colour up to its outline. Where the network is coherent, “network, not coherent” is what it says without.',
  ],
  ['saturation', 'What the chroma of all colours is multiplied by.'],
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
