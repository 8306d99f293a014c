/** A grid of cells and the half side of the windows around them, in cells. */
export interface Windows {
  readonly across: number;
  readonly down: number;
  /** A window has 2 · radius + 1 cells on a side, and fewer at the border. */
  readonly radius: number;
}

/** What is summed, so many numbers for each cell. */
export interface Summed {
  /** Numbers of a cell. */
  readonly channels: number;
  /** Adds a row times `sign` (1 or −1) to `sums`. [across, channels] */
  addRow(y: number, sign: number, sums: Float64Array): void;
  /** Takes what a cell's window sums up to. [channels] */
  take(cell: number, window: Float64Array): void;
}

/**
 * The sums over the window around every cell, whose cost does not grow with the window: a row enters the sums of its
 * columns as one leaves them, and a column the sums of its window. Windows end at the border.
 */
export function sumWindows({ across, down, radius }: Windows, { channels, addRow, take }: Summed): void {
  const columns = new Float64Array(across * channels);
  const window = new Float64Array(channels);
  for (let y = 0; y < Math.min(radius, down); y++) addRow(y, 1, columns);
  for (let y = 0; y < down; y++) {
    if (y + radius < down) addRow(y + radius, 1, columns);
    if (y > radius) addRow(y - radius - 1, -1, columns);
    window.fill(0);
    for (let x = 0; x < Math.min(radius, across); x++) addColumn(columns, x, window);
    for (let x = 0; x < across; x++) {
      if (x + radius < across) addColumn(columns, x + radius, window);
      if (x > radius) removeColumn(columns, x - radius - 1, window);
      take(y * across + x, window);
    }
  }
}

function addColumn(columns: Float64Array, x: number, window: Float64Array): void {
  for (let c = 0, i = x * window.length; c < window.length; c++, i++) window[c] += columns[i];
}

function removeColumn(columns: Float64Array, x: number, window: Float64Array): void {
  for (let c = 0, i = x * window.length; c < window.length; c++, i++) window[c] -= columns[i];
}

/** Cells in the window around a cell. */
export function countWindow({ across, down, radius }: Windows, cell: number): number {
  const inside = (place: number, size: number) =>
    Math.min(size - 1, place + radius) - Math.max(0, place - radius) + 1;
  return inside(cell % across, across) * inside(Math.floor(cell / across), down);
}
