const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** A number of bytes with at most three digits, in powers of 1000: `12.3 MB`. */
export function showBytes(bytes: number): string {
  const rounded = Number(bytes.toPrecision(3));
  const fitting = UNITS.findIndex((_, power) => rounded < 1000 ** (power + 1));
  const power = fitting < 0 ? UNITS.length - 1 : fitting;
  return `${Number((rounded / 1000 ** power).toPrecision(3))} ${UNITS[power]}`;
}
