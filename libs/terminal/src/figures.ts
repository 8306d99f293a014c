/** A number with as many digits as people compare; – where there is none. */
export function showNumber(value: number | null): string {
  if (value === null) return '–';
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(5)));
}

/** Enough of a hash to tell it from others. */
export function showHash(hash: string): string {
  return hash.slice(0, 10);
}
