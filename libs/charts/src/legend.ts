import { label, segment, textWidth } from './svg.ts';
import { FONT, strokeClass } from './theme.ts';

export interface LegendEntry {
  readonly name: string;
  readonly colour?: number;
  readonly dashed?: boolean;
}

export interface Legend {
  readonly height: number;
  readonly markup: readonly string[];
}

const LEFT = 8;
const TOP = 40;
const ROW = 18;
const DASH = 18;

/** Names with a stroke of their colour, in as many rows below the title as they need. */
export function legend(entries: readonly LegendEntry[], width: number): Legend {
  let x = LEFT;
  let row = 0;
  const markup = entries.flatMap((entry, i) => {
    const room = DASH + 6 + textWidth(entry.name, FONT.text) + 14;
    if (x > LEFT && x + room > width) [x, row] = [LEFT, row + 1];
    const drawn = drawEntry(entry, i, x, TOP + row * ROW);
    x += room;
    return drawn;
  });
  return { height: entries.length === 0 ? 0 : (row + 1) * ROW + 6, markup };
}

function drawEntry(entry: LegendEntry, index: number, x: number, y: number): string[] {
  const dashes = entry.dashed === true ? '6 5' : undefined;
  const stroke = strokeClass(entry.colour ?? index);
  return [
    segment(x, y - 4, x + DASH, y - 4, { class: `tt-line ${stroke}`, 'stroke-dasharray': dashes }),
    label(entry.name, x + DASH + 6, y, { class: 'tt-ink' }),
  ];
}
