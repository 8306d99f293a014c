/** Colours and fonts of all that people look at: the reports and the studio. Dark on dark screens. */
export const THEME = `:root {
  --paper: #fffefb; --ink: #1c1c1c; --muted: #636363; --line: #dedbd4; --soft: #f5f3ee; --accent: #0072b2; --mark: #dcecf6;
  --serif: Charter, 'Bitstream Charter', 'Sitka Text', Cambria, Georgia, serif;
  --sans: system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif;
  --mono: ui-monospace, 'SF Mono', Menlo, Consolas, monospace;
  color-scheme: light dark;
}
@media screen and (prefers-color-scheme: dark) {
  :root { --paper: #16181b; --ink: #e8e6e3; --muted: #a6a6a6; --line: #343940; --soft: #1f2226; --accent: #6cbdec; --mark: #1d3d52; }
}
`;
