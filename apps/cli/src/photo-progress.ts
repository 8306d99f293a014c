import { showSeconds } from '@tintype/stage';
import type { Sink } from './command.ts';

const BAR_CELLS = 24;
const REDRAW_MS = 100;

/** Where a command is with its photos: on a terminal a line that is redrawn and goes away at the end, elsewhere nothing. */
export function photoProgress(
  out: Sink,
  name: string,
  clock: () => number,
): (progress: { readonly done: number; readonly total: number }) => void {
  const start = clock();
  let drawn = -Infinity;
  return ({ done, total }) => {
    if (!out.isTTY) return;
    if (done === total) out.write('\r\x1b[K');
    if (done === total || clock() - drawn < REDRAW_MS) return;
    drawn = clock();
    out.write(`\r\x1b[K${progressLine(name, done, total, drawn - start).slice(0, (out.columns ?? 80) - 1)}`);
  };
}

function progressLine(name: string, done: number, total: number, ms: number): string {
  const full = Math.round((done / total) * BAR_CELLS);
  const bar = `${'█'.repeat(full)}${'░'.repeat(BAR_CELLS - full)}`;
  const rate = (1000 * done) / ms;
  const left = showSeconds((ms * (total - done)) / done);
  return `${name} ${bar} ${done} of ${total} photos · ${rate.toPrecision(2)} photos/s · ${left} left`;
}
