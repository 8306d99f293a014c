import { describeHolder } from '@tintype/store';

import type { RunEvent } from './events.ts';
import { printable } from './printable.ts';

export interface Terminal {
  /** Text that stays. */
  write(text: string): void;
  /** Where a line can be redrawn in place; null where none can. */
  readonly canvas: Canvas | null;
}

export interface Canvas {
  readonly columns: number;
  write(text: string): void;
}

/** From the fullest to the leanest; the first one that the terminal has room for is drawn. */
const LAYOUTS = [
  { cells: 24, percent: true, separator: ' · ' },
  { cells: 10, percent: true, separator: ' · ' },
  { cells: 0, percent: true, separator: ' · ' },
  { cells: 0, percent: false, separator: ' ' },
] as const;
const NAME_CELLS = 9;

/**
 * Tells a stage's events: on a terminal a bar that is redrawn in place, and always one line when the stage is
 * done, with its details indented below.
 */
export function createConsoleReporter(terminal: Terminal, clock: () => number): (event: RunEvent) => void {
  const { canvas } = terminal;
  let drawn = false;
  const wave = { total: 0, done: 0 };
  const running = new Map<string, number>(); // shards side by side, and how much of each is done
  const doneSoFar = () => [...running.values()].reduce((sum, share) => sum + share, wave.done);
  let since = { done: 0, at: 0 }; // what the time left is reckoned from: a resumed shard does not start at 0

  const erase = () => {
    if (drawn) canvas?.write('\r\x1b[K');
    drawn = false;
  };
  const say = (...lines: readonly string[]) => {
    erase();
    terminal.write(`${lines.map(printable).join('\n')}\n`);
  };
  const draw = (stage: string, done: number, figures: readonly string[]) => {
    if (canvas === null || wave.total === 0) return;
    const left = timeLeft(done - since.done, wave.total - done, clock() - since.at);
    canvas.write(
      `\r\x1b[K${printable(progressLine(stage, done / wave.total, [...left, ...figures], canvas.columns - 1))}`,
    );
    drawn = true;
  };

  return (event) => {
    switch (event.type) {
      case 'waiting':
        return say(
          `${event.stage.padEnd(NAME_CELLS)} waits for ${describeHolder(event.holder, 'runs the same stage or cleans the store')}`,
        );
      case 'note':
        return say(`${event.stage.padEnd(NAME_CELLS)} ${event.text}`);
      case 'wave':
        Object.assign(wave, { total: event.total - event.reused, done: 0 });
        running.clear();
        since = { done: 0, at: clock() };
        return draw(event.stage, 0, []);
      case 'shard-progress': {
        running.set(event.name, event.done / event.total);
        const done = doneSoFar();
        if (wave.total === 1 && since.done === 0) since = { done, at: clock() };
        return draw(event.stage, done, showFigures(event.figures));
      }
      case 'shard-note':
        return say(`${event.stage.padEnd(NAME_CELLS)} ${event.text}`);
      case 'shard-done':
        wave.done += 1;
        running.delete(event.name);
        return draw(event.stage, doneSoFar(), [`${wave.done}/${wave.total} shards`]);
      case 'stage-done':
        return say(closingLine(event), ...event.details.map((line) => `${' '.repeat(NAME_CELLS)} ${line}`));
      default:
        return event satisfies never;
    }
  };
}

function closingLine({
  stage,
  headline,
  shards,
  reused,
  ms,
}: Extract<RunEvent, { type: 'stage-done' }>): string {
  const [count, verb] = reused === shards ? [reused, 'reused'] : [shards - reused, 'computed'];
  const work = `${count} of ${shards} ${shards === 1 ? 'shard' : 'shards'} ${verb}`;
  return `${stage.padEnd(NAME_CELLS)} ${headline} · ${work} · ${showSeconds(ms)}`;
}

function progressLine(stage: string, share: number, parts: readonly string[], columns: number): string {
  const lines = LAYOUTS.map(({ cells, percent, separator }) =>
    [
      percent ? stage.padEnd(NAME_CELLS) : stage,
      ...(cells > 0 ? [bar(share, cells)] : []),
      ...(percent ? [`${String(Math.floor(share * 100)).padStart(3)} %`] : []),
      parts.join(separator),
    ]
      .join(' ')
      .trimEnd(),
  );
  return lines.find((line) => line.length <= columns) ?? lines.at(-1)?.slice(0, columns) ?? '';
}

function bar(share: number, cells: number): string {
  const full = Math.round(share * cells);
  return `${'█'.repeat(full)}${'░'.repeat(cells - full)}`;
}

function timeLeft(done: number, left: number, ms: number): readonly string[] {
  return done > 0 && left > 0 ? [`${showSeconds((ms * left) / done)} left`] : [];
}

function showFigures(figures: Readonly<Record<string, number | string>>): readonly string[] {
  return Object.entries(figures).map(
    ([name, value]) => `${name} ${typeof value === 'number' ? Number(value.toPrecision(4)) : value}`,
  );
}

/** `1.2 s`, `2 min 05 s`, `3 h 07 min` */
export function showSeconds(ms: number): string {
  if (ms < 100_000) return `${(ms / 1000).toFixed(1)} s`;
  if (ms < 6_000_000) return twoUnits(ms / 1000, 'min', 's');
  return twoUnits(ms / 60_000, 'h', 'min');
}

/** 60 of the small unit make a large one. */
function twoUnits(amount: number, large: string, small: string): string {
  const whole = Math.round(amount);
  return `${Math.floor(whole / 60)} ${large} ${String(whole % 60).padStart(2, '0')} ${small}`;
}
