/** Font sizes in SVG units; charts are about 400 units wide, so that they can be read on a phone. */
export const FONT = { title: 13, text: 12, tick: 11 } as const;

interface Shade {
  readonly light: string;
  readonly dark: string;
}

// The hues of Okabe & Ito (2008), which stay apart for every common colour blindness; each is darkened or
// lightened until it has at least 3:1 contrast with its paper.
const SERIES: readonly Shade[] = [
  { light: '#0072b2', dark: '#56b4e9' },
  { light: '#d55e00', dark: '#ff8f47' },
  { light: '#00795a', dark: '#3cc79a' },
  { light: '#a8548a', dark: '#e39ac4' },
  { light: '#8f6400', dark: '#e8b93e' },
  { light: '#666666', dark: '#b3b3b3' },
];

const ROLES: Readonly<Record<string, Shade>> = {
  '.tt-paper{fill': { light: '#ffffff', dark: '#16181b' },
  '.tt-ink{fill': { light: '#1c1c1c', dark: '#e8e6e3' },
  '.tt-muted{fill': { light: '#636363', dark: '#a6a6a6' },
  '.tt-grid{stroke': { light: '#e7e7e7', dark: '#2e3237' },
  '.tt-axis{stroke': { light: '#8a8a8a', dark: '#7d8187' },
  '.tt-heat{fill': { light: '#08306b', dark: '#cfe6ff' },
  '.tt-halo{stroke': { light: '#ffffff', dark: '#16181b' },
};

const FAMILY = `system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif`;

/** The rules that every chart carries with it; dark paper only on dark screens, never in print. */
export const STYLE = [
  `.tt-chart{font-family:${FAMILY};font-size:${FONT.text}px;font-variant-numeric:tabular-nums}`,
  `.tt-title{font-size:${FONT.title}px;font-weight:600}.tt-tick{font-size:${FONT.tick}px}`,
  `.tt-line{fill:none;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}`,
  `.tt-halo{stroke-width:3;stroke-linejoin:round;paint-order:stroke}`,
  ...rules('light'),
  `@media screen and (prefers-color-scheme:dark){${rules('dark').join('')}}`,
].join('');

function rules(mode: keyof Shade): string[] {
  const roles = Object.entries(ROLES).map(([opening, shade]) => `${opening}:${shade[mode]}}`);
  const series = SERIES.map((shade, i) => {
    const colour = shade[mode];
    return `.tt-s${i}{stroke:${colour}}.tt-f${i}{fill:${colour}}`;
  });
  return [...roles, ...series];
}

/** Class of a stroke in the colour of series `index`; colours repeat after six. */
export function strokeClass(index: number): string {
  return `tt-s${index % SERIES.length}`;
}

/** Class of a fill in the colour of series `index`. */
export function fillClass(index: number): string {
  return `tt-f${index % SERIES.length}`;
}
