import { html, markupOf, trusted, type Html } from './html.ts';
import { STYLE_SHEET } from './style-sheet.ts';

export interface Page {
  readonly title: string;
  /** What the browser may load: nothing but what the page carries or has beside it. */
  readonly policy: string;
  readonly body: Html;
}

/** A whole, self-contained HTML document in the report's style. */
export function renderPage({ title, policy, body }: Page): string {
  return markupOf(
    html`<!doctype html>
      <html lang="en-GB">
        <head>
          <meta charset="utf-8" />
          <meta http-equiv="Content-Security-Policy" content="${policy}" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <title>${title}</title>
          <style>
            ${trusted(STYLE_SHEET)}
          </style>
        </head>
        <body>
          ${body}
        </body>
      </html>`,
  );
}
