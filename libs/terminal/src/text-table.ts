import { printable } from './printable.ts';

/** A column of a text table; numbers are aligned to the right. */
export interface TextColumn {
  readonly title: string;
  readonly right?: boolean;
}

/** Lines of a table whose columns are as wide as they need to be, the titles first. */
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

/** Names and what is said of them, indented, the latter below each other. */
export function textPairs(pairs: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...pairs.map(([name]) => name.length));
  return pairs.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`);
}

const LABEL_CELLS = 9; // "provision"

/** A line under a short name, such as that of a stage or a command; the texts of several lines are below each other. */
export function labelled(label: string, text: string): string {
  return `${label.padEnd(LABEL_CELLS)} ${text}`;
}
