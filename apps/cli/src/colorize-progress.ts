import type { PhotoOutcome } from '@tintype/colorize/node';
import { showSeconds } from '@tintype/stage';
import type { Sink } from './command.ts';

const BAR_CELLS = 24;
const REDRAW_MS = 100;

export interface ColorizeProgress {
  tell(outcome: PhotoOutcome): void;
  /** Takes the bar away. */
  close(): void;
}

/** On a terminal a bar with rate and time left, elsewhere a line at every tenth. Only photos that were coloured make the rate. */
export function colorizeProgress(out: Sink, total: number, clock: () => number): ColorizeProgress {
  const start = clock();
  let [done, coloured, drawn, tenth] = [0, 0, 0, 0];
  const line = (): string => progressLine({ done, coloured, total, ms: clock() - start });
  return {
    tell: ({ status }) => {
      done += 1;
      if (status === 'coloured') coloured += 1;
      if (out.isTTY && clock() - drawn >= REDRAW_MS) {
        drawn = clock();
        out.write(`\r\x1b[K${line().slice(0, (out.columns ?? 80) - 1)}`);
      }
      const tenths = Math.floor((10 * done) / total);
      if (!out.isTTY && total > 1 && tenths > tenth) out.write(`${line()}\n`);
      tenth = tenths;
    },
    close: () => {
      if (drawn > 0) out.write('\r\x1b[K');
    },
  };
}

function progressLine(at: { done: number; coloured: number; total: number; ms: number }): string {
  const { done, coloured, total, ms } = at;
  const full = Math.round((BAR_CELLS * done) / total);
  const bar = `${'█'.repeat(full)}${'░'.repeat(BAR_CELLS - full)}`;
  const rate = (1000 * coloured) / Math.max(1, ms);
  const left = rate > 0 && done < total ? `, ${showSeconds((1000 * (total - done)) / rate)} left` : '';
  const speed = rate > 0 ? `, ${rate.toPrecision(3)} photos/s${left}` : '';
  return `colorize: ${bar} ${done} of ${total} photos${speed}`;
}
