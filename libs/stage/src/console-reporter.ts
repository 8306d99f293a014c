import type { RunEvent } from './events.ts';

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

const BAR_CELLS = 24;
const NAME_CELLS = 9;

/**
 * Tells a stage's events: on a terminal a bar that is redrawn in place, and always one line when the stage is
 * done, with its details indented below.
 */
export function createConsoleReporter(terminal: Terminal, clock: () => number): (event: RunEvent) => void {
  const { canvas } = terminal;
  let drawn = false;
  const wave = { total: 0, done: 0, start: 0 };

  const erase = () => {
    if (drawn) canvas?.write('\r\x1b[K');
    drawn = false;
  };
  const say = (text: string) => {
    erase();
    terminal.write(`${text}\n`);
  };
  const draw = (stage: string, done: number, total: number, figures: string) => {
    if (canvas === null || total === 0) return;
    const line = `${stage.padEnd(NAME_CELLS)} ${bar(done / total)} ${timeLeft(done, total, clock() - wave.start)} ${figures}`;
    canvas.write(`\r\x1b[K${line.trimEnd().slice(0, canvas.columns - 1)}`);
    drawn = true;
  };

  return (event) => {
    switch (event.type) {
      case 'waiting':
        return say(
          `${event.stage.padEnd(NAME_CELLS)} waits for process ${event.owner}, which runs the same stage`,
        );
      case 'note':
        return say(`${event.stage.padEnd(NAME_CELLS)} ${event.text}`);
      case 'wave':
        Object.assign(wave, { total: event.total - event.reused, done: 0, start: clock() });
        return draw(event.stage, 0, wave.total, '');
      case 'shard-progress':
        return draw(
          event.stage,
          wave.done + event.done / event.total,
          wave.total,
          showFigures(event.figures),
        );
      case 'shard-done':
        wave.done += 1;
        return draw(event.stage, wave.done, wave.total, `${wave.done}/${wave.total} shards`);
      case 'stage-done':
        return say(
          [closingLine(event), ...event.details.map((line) => `${' '.repeat(NAME_CELLS)} ${line}`)].join(
            '\n',
          ),
        );
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

function bar(share: number): string {
  const full = Math.round(share * BAR_CELLS);
  return `${'█'.repeat(full)}${'░'.repeat(BAR_CELLS - full)} ${String(Math.floor(share * 100)).padStart(3)} %`;
}

function timeLeft(done: number, total: number, ms: number): string {
  return done > 0 && done < total ? `${showSeconds((ms * (total - done)) / done)} left` : '';
}

function showFigures(figures: Readonly<Record<string, number | string>>): string {
  return Object.entries(figures)
    .map(([name, value]) => `${name} ${typeof value === 'number' ? Number(value.toPrecision(4)) : value}`)
    .join(' · ');
}

export function showSeconds(ms: number): string {
  if (ms < 100_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}
