import { printable } from '@tintype/stage';

/** A column of a text table; numbers are aligned to the right. */
export interface TextColumn {
  readonly title: string;
  readonly right?: boolean;
}

/** Lines of a table whose columns are as wide as they need to be. */
export function textTable(columns: readonly TextColumn[], cells: readonly (readonly string[])[]): string[] {
  const rows = cells.map((row) => row.map(printable));
  const widths = columns.map(({ title }, i) =>
    Math.max(title.length, ...rows.map((row) => (row[i] ?? '').length)),
  );
  const line = (cells: readonly string[]): string =>
    columns
      .map(({ right }, i) => {
        const [cell, width] = [cells[i] ?? '', widths[i] ?? 0];
        return right ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd();
  return [line(columns.map(({ title }) => title)), ...rows.map(line)];
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** A size with three digits: 12.3 MB. */
export function showBytes(bytes: number): string {
  const power = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  return `${Number((bytes / 1000 ** power).toPrecision(3))} ${UNITS[power]}`;
}

/** A number with as many digits as people compare. */
export function showNumber(value: number | null): string {
  if (value === null) return '–';
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(5)));
}

/** Enough of a hash to tell it from others. */
export function showHash(hash: string): string {
  return hash.slice(0, 10);
}
