import { THEME } from './theme.ts';

/** The look of the report. Dark on dark screens, paper in print, one column on a phone. */
export const STYLE_SHEET = `
${THEME}* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0 auto; padding: 2.5rem 1.25rem 5rem; max-width: 70rem; background: var(--paper); color: var(--ink);
  font: 1.0625rem/1.55 var(--serif); }
h1, h2, h3 { line-height: 1.2; font-weight: 600; text-wrap: balance; }
h1 { font-size: clamp(1.8rem, 5vw, 2.9rem); margin: .2em 0 .5em; letter-spacing: -.01em; }
h2 { font-size: 1.65rem; margin: 0 0 .4em; }
h3 { font-size: 1.15rem; margin: 2rem 0 .3em; }
p, figcaption, dd { text-wrap: pretty; }
a { color: var(--accent); }
section { border-top: 1px solid var(--line); margin-top: 3.5rem; padding-top: 1.6rem; }
.lead { max-width: 44rem; font-size: 1.15rem; margin: 0 0 1.6rem; }
.brand { font: 600 .85rem var(--sans); margin: 0; letter-spacing: .04em; }
.brand span { font-weight: 400; color: var(--muted); margin-left: .6em; }
.verdict { max-width: 44rem; padding: .9rem 0 .9rem 1.1rem; border-left: 3px solid var(--accent); margin: 0 0 1.8rem; }
.verdict strong { display: block; font-size: 1.3rem; line-height: 1.35; }
small, figcaption, table, nav, .facts, .measures, .credit, .credits, .switch, .terms, summary { font-family: var(--sans); }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: 1rem 1.5rem; margin: 0 0 1.8rem; }
.facts dt { font-size: .8rem; color: var(--muted); }
.facts dd { margin: 0; font-size: 1.25rem; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.facts div:last-child dd { font-size: 1rem; line-height: 1.35; padding-top: .25rem; }
.facts small { display: block; font-size: .8rem; color: var(--muted); }
nav { display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; font-size: .9rem; }
figure { margin: 0; min-width: 0; }
figcaption { font-size: .85rem; line-height: 1.4; color: var(--muted); margin-top: .3rem; }
img { display: block; width: 100%; height: auto; background: var(--soft); border-radius: 2px; }
.switch { font-size: .9rem; margin: 0 0 1.2rem; }
.switch button { font: inherit; color: inherit; background: none; border: 1px solid var(--line); border-radius: 1rem;
  padding: .15rem .8rem; cursor: pointer; }
.switch button[aria-pressed='true'] { background: var(--ink); border-color: var(--ink); color: var(--paper); }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 29rem), 1fr)); gap: 2.6rem 2.2rem; }
.card h3 { margin: 0 0 .5rem; font-size: 1.05rem; overflow-wrap: anywhere; }
.card h3 span { font: .85rem var(--sans); color: var(--muted); margin-left: .4em; }
.trio { display: grid; grid-template-columns: repeat(3, 1fr); gap: .5rem; }
.trio.four { grid-template-columns: repeat(4, 1fr); }
.strip { display: grid; grid-auto-flow: column; grid-auto-columns: 1fr; gap: .35rem; margin-top: .6rem; }
.strip figcaption { font-size: .75rem; margin-top: .15rem; }
.strip img { cursor: pointer; }
.strip .main figcaption { color: var(--ink); font-weight: 600; }
.measures, .credit { font-size: .8rem; line-height: 1.45; margin: .55rem 0 0; font-variant-numeric: tabular-nums; }
.credit, .credits { color: var(--muted); overflow-wrap: anywhere; }
.credit { margin-top: .15rem; }
.scroll { overflow-x: auto; margin: 0 0 1.6rem; }
table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; }
th, td { text-align: right; padding: .38rem 0 .38rem 1.5rem; border-bottom: 1px solid var(--line); white-space: nowrap; }
th:first-child, .words th, .words td { text-align: left; padding-left: 0; }
.words th, .words td { padding-right: 1.5rem; vertical-align: top; }
.words td { white-space: normal; }
.words code { overflow-wrap: anywhere; }
th { font-weight: 400; }
thead th { color: var(--muted); vertical-align: bottom; font-size: .82rem; border-color: var(--muted); }
thead small { display: block; font-size: .75rem; }
tfoot th, tfoot td { font-weight: 600; border-bottom: 0; }
.metrics { width: calc(100% - .4em); }
.metrics .main th, .metrics .main td { background: var(--soft); font-weight: 600; }
.metrics { font-size: .85rem; }
.metrics th, .metrics td { padding-left: .9rem; vertical-align: top; }
.metrics th:first-child { padding-left: 0; padding-right: .6rem; }
.metrics thead th { white-space: normal; vertical-align: bottom; }
.metrics td small { display: block; font-size: .7rem; color: var(--muted); font-weight: 400; }
.metrics .ceiling th, .metrics .ceiling td { color: var(--muted); font-style: italic; }
mark { background: var(--mark); color: inherit; padding: .1em .4em; margin-right: -.4em; border-radius: 3px; }
.terms { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr)); gap: 1rem 2rem; font-size: .88rem;
  line-height: 1.45; margin: 0 0 2rem; }
.terms dt { font-weight: 600; }
.terms dd { margin: 0; color: var(--muted); }
.charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 20rem), 1fr)); gap: 2rem; align-items: start;
  margin: 0 0 1.5rem; }
.pairs { grid-template-columns: repeat(auto-fill, minmax(min(100%, 27rem), 1fr)); }
.chart svg { display: block; width: 100%; height: auto; max-width: 28rem; }
.wide .chart svg { max-width: 40rem; }
.chart .tt-paper { fill: none; }
.chart .tt-halo { stroke: var(--paper); }
.multiples { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(13rem, 44%), 1fr)); gap: 1rem; margin-bottom: 2rem; }
.sheets { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 21rem), 1fr)); gap: 1.8rem 1.6rem; align-items: start; }
.sheets img { width: auto; max-width: 100%; }
.sheets strong { color: var(--ink); }
.epochs { display: grid; grid-template-columns: auto minmax(0, 1fr); column-gap: .7rem; max-width: 56rem; }
.epochs ol { display: grid; grid-auto-rows: 1fr; align-items: center; margin: 0; padding: 0; list-style: none; text-align: right; white-space: nowrap;
  font: .8rem var(--sans); color: var(--muted); }
.epochs img { image-rendering: pixelated; }
.sheet { max-width: 44rem; }
.sheet img { image-rendering: pixelated; }
details { margin-top: 1.6rem; }
summary { cursor: pointer; font-size: .9rem; }
.credits { font-size: .8rem; columns: 22rem; padding-left: 1.1rem; }
pre { background: var(--soft); padding: .9rem 1.1rem; overflow-x: auto; font-size: .85rem; line-height: 1.5; border-radius: 3px; }
code { font-family: var(--mono); font-size: .9em; }
pre code { font-size: 1em; }
@media (max-width: 30rem) {
  body { padding: 1.5rem 1rem 3rem; font-size: 1rem; }
  .lead { font-size: 1.05rem; }
  .verdict strong { font-size: 1.15rem; }
  .trio { gap: .3rem; }
  .trio figcaption { font-size: .75rem; }
  .metrics th:first-child { position: sticky; left: 0; background: var(--paper); padding-right: .8rem; }
}
@media print {
  html { font-size: 66%; }
  body { --paper: #fff; max-width: none; padding: 0; }
  section { margin-top: 2rem; }
  .scroll { overflow: visible; }
  .lead { break-after: avoid; break-inside: avoid; }
  tfoot { display: table-row-group; }
  .switch, nav { display: none; }
  .card, figure, tr, pre { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  .cards { grid-template-columns: 1fr 1fr; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; }
}
`;
