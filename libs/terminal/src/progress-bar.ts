import { showDuration } from './durations.ts';
import { printable } from './printable.ts';
import { type Canvas, ERASE_LINE } from './terminal.ts';
import { labelled } from './text-table.ts';
import { estimateLeft } from './time-left.ts';

/** How far some work is. */
export interface Standing {
  /** In the unit of `total`, which need not be a whole number. */
  readonly done: number;
  readonly total: number;
  /** What has taken time since the start; absent where all that was done since then has. */
  readonly worked?: number;
  /** What to say behind the time left, the most important first. */
  readonly figures?: readonly string[];
}

export interface ProgressBar {
  /** Begins some work under its name; rate and time left are reckoned from here, where `done` of it is done already. */
  start(label: string, done?: number): void;
  show(standing: Standing): void;
  /** Takes the bar away, so that other text can be written. */
  erase(): void;
}

export interface BarOptions {
  /** Milliseconds between two drawings, at least. */
  readonly redrawMs?: number;
  /** The rate in words; absent where the figures tell it. */
  readonly showRate?: (perSecond: number) => string;
  /** Takes a line at every tenth of the work where there is no canvas. */
  readonly log?: (line: string) => void;
}

/** From the fullest to the leanest; the first one that there is room for is drawn. */
const LAYOUTS = [
  { cells: 24, percent: true, separator: ' · ' },
  { cells: 10, percent: true, separator: ' · ' },
  { cells: 0, percent: true, separator: ' · ' },
  { cells: 0, percent: false, separator: ' ' },
] as const;

/** A bar with what is done, the time left and the rate, redrawn in place; `clock` gives milliseconds. */
export function createProgressBar(
  canvas: Canvas | null,
  clock: () => number,
  { redrawMs = 100, showRate, log }: BarOptions = {},
): ProgressBar {
  let begun = { label: '', at: 0, done: 0 };
  let drawn = false;
  let [drawnAt, tenths] = [-Infinity, 0];

  const draw = (line: (columns: number) => string, now: number): void => {
    if (canvas === null || now - drawnAt < redrawMs) return;
    canvas.write(`${ERASE_LINE}${line(canvas.columns - 1)}`);
    [drawn, drawnAt] = [true, now];
  };
  const tell = (line: (columns: number) => string, { done, total }: Standing): void => {
    const reached = Math.floor((10 * done) / total);
    if (canvas === null && total > 1 && reached > tenths) log?.(line(Infinity));
    tenths = reached;
  };

  return {
    start: (label, done = 0) => {
      begun = { label, at: clock(), done };
      [drawnAt, tenths] = [-Infinity, 0];
    },
    show: (standing) => {
      if (standing.total === 0) return;
      const now = clock();
      const parts = partsOf({ worked: standing.done - begun.done, ...standing }, now - begun.at, showRate);
      const share = standing.done / standing.total;
      const line = (columns: number) => printable(progressLine(begun.label, share, parts, columns));
      draw(line, now);
      tell(line, standing);
    },
    erase: () => {
      if (drawn) canvas?.write(ERASE_LINE);
      drawn = false;
    },
  };
}

function partsOf(
  { done, total, worked, figures = [] }: Standing & { readonly worked: number },
  ms: number,
  showRate: BarOptions['showRate'],
): readonly string[] {
  if (worked <= 0 || ms <= 0) return figures;
  const left = estimateLeft({ done, total, worked, ms });
  return [
    ...(left === null ? [] : [`${showDuration(left)} left`]),
    ...figures,
    ...(showRate ? [showRate((1000 * worked) / ms)] : []),
  ];
}

/** The fullest line of at most so many columns. */
function progressLine(label: string, share: number, parts: readonly string[], columns: number): string {
  const lines = LAYOUTS.map(({ cells, percent, separator }) => {
    const state = [
      ...(cells > 0 ? [drawCells(share, cells)] : []),
      ...(percent ? [`${String(Math.floor(share * 100)).padStart(3)} %`] : []),
      parts.join(separator),
    ].join(' ');
    return (percent ? labelled(label, state) : `${label} ${state}`).trimEnd();
  });
  return lines.find((line) => line.length <= columns) ?? lines.at(-1)?.slice(0, columns) ?? '';
}

function drawCells(share: number, cells: number): string {
  const full = Math.round(share * cells);
  return `${'█'.repeat(full)}${'░'.repeat(cells - full)}`;
}
