import { type Interval, type MeasureKey, MEASURES } from '@tintype/colour';
import { decimals, percent } from '@tintype/report';

import type { Lead } from '../runs/method-row.ts';

/** Units that a heading adds to the name; the others stand in the name or in the figure. */
const IN_HEADINGS: readonly string[] = ['dB', 'nats'];

/** The heading of a column of a measure: "PSNR, dB". */
export function measureHeading(key: MeasureKey): string {
  const { name, unit } = MEASURES[key];
  return IN_HEADINGS.includes(unit) ? `${name}, ${unit}` : name;
}

/** Which value of a measure is better, in words: "higher", "near 1", or "" where neither is. */
export function betterWords(key: MeasureKey): string {
  const { better } = MEASURES[key];
  if (better === null) return '';
  return typeof better === 'string' ? better : `near ${better.nearest}`;
}

/** A value as every table shows it, with the digits of the catalogue; "–" for what was not measured. */
export function measureText(key: MeasureKey, value: number | null): string {
  const { unit, digits } = MEASURES[key];
  return unit === '%' && value !== null ? percent(value) : decimals(value, digits);
}

/** The ends of an interval: "[0.809, 0.860]". */
export function intervalText(key: MeasureKey, interval: Interval): string {
  return `[${interval.map((end) => measureText(key, end).replace(' %', '')).join(', ')}]`;
}

/** A difference of two values with its sign: "+0.020", "−0.010", and "0.000" for what rounds to nothing. */
export function differenceText(key: MeasureKey, difference: number): string {
  const text = measureText(key, difference);
  if (!/[1-9∞]/.test(text)) return text.replace('−', '');
  return difference > 0 ? `+${text}` : text;
}

/** A lead with its interval: "+0.020 [+0.010, +0.030]". */
export function leadText(key: MeasureKey, { difference, interval }: Lead): string {
  const ends = interval.map((end) => differenceText(key, end)).join(', ');
  return `${differenceText(key, difference)} [${ends}]`;
}
