import { type Method, type MethodRow } from './report-data.ts';

/** What a row of the metrics table is called. */
export function methodName({ method, temperature }: Pick<MethodRow, 'method' | 'temperature'>): string {
  if (method === 'network' && temperature !== null) return `network, T = ${temperature}`;
  return NAMES[method];
}

const NAMES: Readonly<Record<Method, string>> = {
  network: 'network',
  grey: 'grey',
  mean: 'global mean',
  lightness: 'mean per lightness',
  'lightness-mode': 'likeliest per lightness',
  row: 'mean per row',
  'soft-truth': 'truth, softly encoded',
  'nearest-bin': 'truth, nearest bin',
};

/** Whether a method is the truth as far as bins can say it, which no network can beat. */
export function isCeiling(method: Method): boolean {
  return method === 'soft-truth' || method === 'nearest-bin';
}

/** Whether a method colours photos without looking at their shapes. */
export function isBaseline(method: Method): boolean {
  return method !== 'network' && !isCeiling(method);
}
