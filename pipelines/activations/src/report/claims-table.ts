import { type Html, html } from '@tintype/report';

import { answerClaims, type Claim } from './claims.ts';
import type { Group } from './summarise.ts';

/** The article's statements and what these networks say of them, as a part of a page. */
export function claimsTable(groups: readonly Group[]): Html {
  return html`<div class="scroll">
    <table class="words">
      <thead>
        <tr>
          ${['statement', 'networks', 'answer', 'because'].map((name) => html`<th scope="col">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${answerClaims(groups).map(claimRow)}
      </tbody>
    </table>
  </div>`;
}

function claimRow({ claim, condition, answer, because }: Claim): Html {
  return html`<tr>
    <td>${claim}</td>
    <td>${condition}</td>
    <td><strong>${answer}</strong></td>
    <td>${because}</td>
  </tr>`;
}
