/** A grid of cells and the half side of the windows around them, in cells. */
export interface Windows {
  readonly across: number;
  readonly down: number;
  /** A window has 2 · radius + 1 cells on a side, and fewer at the border. */
  readonly radius: number;
}

/**
 * The sums over the window around every cell, whose cost does not grow with the window: a row enters the sums of its
 * columns as one leaves them, and a column the sums of its window. Windows end at the border.
 * values [down, across, channels] → the same shape
 */
export function sumWindows(
  { across, down, radius }: Windows,
  values: Float64Array,
  channels: number,
): Float64Array {
  const line = across * channels;
  const columns = new Float64Array(line);
  const sums = new Float64Array(values.length);
  for (let y = 0; y < Math.min(radius, down); y++) addRow(values, y * line, columns);
  for (let y = 0; y < down; y++) {
    if (y + radius < down) addRow(values, (y + radius) * line, columns);
    if (y > radius) removeRow(values, (y - radius - 1) * line, columns);
    sumRow(columns, { channels, radius }, sums, y * line);
  }
  return sums;
}

function addRow(values: Float64Array, from: number, columns: Float64Array): void {
  for (let i = 0; i < columns.length; i++) columns[i] += values[from + i];
}

function removeRow(values: Float64Array, from: number, columns: Float64Array): void {
  for (let i = 0; i < columns.length; i++) columns[i] -= values[from + i];
}

/** The windows of one row, channel by channel. */
function sumRow(
  columns: Float64Array,
  { channels, radius }: { readonly channels: number; readonly radius: number },
  sums: Float64Array,
  to: number,
): void {
  const reach = radius * channels;
  const end = columns.length;
  for (let channel = 0; channel < channels; channel++) {
    let sum = 0;
    for (let i = channel; i < Math.min(reach, end); i += channels) sum += columns[i];
    for (let i = channel; i < end; i += channels) {
      if (i + reach < end) sum += columns[i + reach];
      if (i - reach >= channels) sum -= columns[i - reach - channels];
      sums[to + i] = sum;
    }
  }
}

/** Cells in the window around a cell. */
export function countWindow({ across, down, radius }: Windows, cell: number): number {
  const inside = (place: number, size: number) =>
    Math.min(size - 1, place + radius) - Math.max(0, place - radius) + 1;
  return inside(cell % across, across) * inside(Math.floor(cell / across), down);
}
