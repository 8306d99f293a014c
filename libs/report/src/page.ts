import { CHART_STYLE } from '@tintype/charts';

import { type Html, html, renderMarkup, trusted } from './html.ts';
import { STYLE_SHEET } from './style-sheet.ts';

export interface Page {
  readonly title: string;
  /** What the browser may load: nothing but what the page carries or has beside it; see `pagePolicy`. */
  readonly policy: string;
  readonly body: Html;
}

/** A whole, self-contained HTML document in the report's style. */
export function renderPage({ title, policy, body }: Page): string {
  return renderMarkup(
    html`<!doctype html>
      <html lang="en-GB">
        <head>
          <meta charset="utf-8" />
          <meta http-equiv="Content-Security-Policy" content="${policy}" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <title>${title}</title>
          ${trusted(`<style>${STYLE_SHEET}</style>`)}
        </head>
        <body>
          ${body}
        </body>
      </html>`,
  );
}

export interface PolicyOptions {
  /** SHA-256 of a text in base64. */
  hash(text: string): string;
  /** The one script that the page may run, as `scriptMarkup` has it. */
  readonly script?: string;
}

/**
 * What a browser may do with a page: show pictures that it carries or has beside it, apply our style sheets, run
 * our script, each known by its hash. Markup that got in through a name could load and run nothing.
 */
export function pagePolicy({ hash, script }: PolicyOptions): string {
  const source = (text: string) => `'sha256-${hash(text)}'`;
  const styles = [STYLE_SHEET, CHART_STYLE].map(source).join(' ');
  const scripts = script === undefined ? '' : ` script-src ${source(script)};`;
  return `default-src 'none'; img-src data: file: 'self'; style-src ${styles};${scripts} base-uri 'none'; form-action 'none'`;
}

/** A script element whose text is the script to the letter, as its hash wants it. */
export function scriptMarkup(script: string): Html {
  return trusted(`<script>${script}</script>`);
}
