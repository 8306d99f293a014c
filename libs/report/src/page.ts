import { createHash } from 'node:crypto';

import { CHART_STYLE } from '@tintype/charts';

import { html, markupOf, trusted, type Html } from './html.ts';
import { STYLE_SHEET } from './style-sheet.ts';

export interface Page {
  readonly title: string;
  readonly body: Html;
  /** The one script that the page may run. */
  readonly script?: string;
}

/** A whole, self-contained HTML document in the report's style. */
export function renderPage({ title, body, script }: Page): string {
  return markupOf(
    html`<!doctype html>
      <html lang="en-GB">
        <head>
          <meta charset="utf-8" />
          <meta http-equiv="Content-Security-Policy" content="${policyOf(script)}" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <title>${title}</title>
          ${trusted(`<style>${STYLE_SHEET}</style>`)}
        </head>
        <body>
          ${body} ${script === undefined ? null : trusted(`<script>${script}</script>`)}
        </body>
      </html>`,
  );
}

/**
 * What a browser may do with the page: show pictures that it carries or has beside it, apply our style sheets, run
 * our script, each known by its hash. Markup that got in through a name could load and run nothing.
 */
function policyOf(script: string | undefined): string {
  const styles = [STYLE_SHEET, CHART_STYLE].map(hashSource).join(' ');
  const scripts = script === undefined ? '' : ` script-src ${hashSource(script)};`;
  return `default-src 'none'; img-src data: file: 'self'; style-src ${styles};${scripts} base-uri 'none'; form-action 'none'`;
}

function hashSource(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
