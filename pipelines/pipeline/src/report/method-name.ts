import { type MethodRow } from './report-data.ts';

/** What the report calls a row of the metrics table. */
export function methodName({ method, temperature }: Pick<MethodRow, 'method' | 'temperature'>): string {
  switch (method) {
    case 'network':
      return temperature === null ? 'network' : `network, T = ${temperature}`;
    case 'grey':
      return 'grey';
    case 'mean':
      return 'mean colour';
    case 'lightness':
      return 'mean per lightness';
    case 'lightness-mode':
      return 'likeliest per lightness';
    case 'row':
      return 'mean per row';
    default:
      return method satisfies never;
  }
}
