import { decimals, type Html, html } from '@tintype/report';

import { type MethodRow } from './report-data.ts';

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
            <th scope="col">cross-entropy <small>lower</small></th>
            <th scope="col">label entropy <small>its floor</small></th>
            <th scope="col">KL <small>above the floor</small></th>
            <th scope="col">ln ${bins} <small>knowing nothing</small></th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ([name, cross, above]) =>
              html`<tr>
                <th scope="row">${name}</th>
                <td>${decimals(cross, 3)}</td>
                <td>${decimals(difference(cross, above), 3)}</td>
                <td>${decimals(above, 3)}</td>
                <td>${decimals(Math.log(bins), 3)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}

function difference(whole: number | null, part: number | null): number | null {
  return whole === null || part === null ? null : whole - part;
}
