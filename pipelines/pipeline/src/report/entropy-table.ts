import { MEASURES } from '@tintype/colour';
import { type Html, html } from '@tintype/report';

import type { MethodRow } from '../runs/method-row.ts';
import { betterWords, measureText } from './show-measure.ts';

/** The cross-entropy of what the network predicts, and how far it is above what any prediction must have. */
export function entropyTable(network: MethodRow | undefined, bins: number): Html | null {
  if (network === undefined || network.crossEntropy === null) return null;
  const { crossEntropy, kl, crossEntropyWeighted, klWeighted } = network;
  const rows = [
    ['unweighted: every pixel alike', crossEntropy, kl],
    ['weighted by colour, as the training loss', crossEntropyWeighted, klWeighted],
  ] as const;
  return html`<h3>Distributions, before a temperature makes colours of them</h3>
    <div class="scroll">
      <table class="metrics">
        <thead>
          <tr>
            <th scope="col">nats a pixel of held-out photos</th>
            <th scope="col">${MEASURES.crossEntropy.name} <small>${betterWords('crossEntropy')}</small></th>
            <th scope="col">label entropy <small>its floor</small></th>
            <th scope="col">${MEASURES.kl.name} <small>above the floor</small></th>
            <th scope="col">ln ${bins} <small>knowing nothing</small></th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ([name, cross, above]) =>
              html`<tr>
                <th scope="row">${name}</th>
                <td>${measureText('crossEntropy', cross)}</td>
                <td>${measureText('crossEntropy', difference(cross, above))}</td>
                <td>${measureText('kl', above)}</td>
                <td>${measureText('crossEntropy', Math.log(bins))}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}

function difference(whole: number | null, part: number | null): number | null {
  return whole === null || part === null ? null : whole - part;
}
