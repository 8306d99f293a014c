import { html } from './html.ts';
import { type Section } from './section.ts';

/** What a run was of. */
export interface Reproduction {
  readonly recipe: { readonly name: string; readonly json: string };
  readonly reproduction: {
    readonly commands: readonly string[];
    readonly stages: readonly { readonly stage: string; readonly fingerprint: string }[];
  };
}

/** All that it takes to get the same bytes again. */
export function reproductionSection({ recipe, reproduction }: Reproduction): Section {
  const { commands, stages } = reproduction;
  return {
    id: 'reproduction',
    title: 'Do it again',
    lead: html`The same inputs, recipe and code give the same fingerprints, and the same fingerprints are the
    same bytes. A stage whose fingerprint is in the store already does not run again.`,
    body: html`<pre><code>${commands.join('\n')}</code></pre>
      <div class="scroll">
        <table class="words">
          <thead>
            <tr>
              ${['stage', 'fingerprint'].map((name) => html`<th scope="col">${name}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${stages.map(
              ({ stage, fingerprint }) =>
                html`<tr>
                  <td>${stage}</td>
                  <td><code>${fingerprint}</code></td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
      <h3>Recipe ${recipe.name}</h3>
      <pre><code>${recipe.json}</code></pre>`,
  };
}
