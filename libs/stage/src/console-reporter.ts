import { describeHolder } from '@tintype/store';
import { createProgressBar, labelled, printable, showDuration, type Terminal } from '@tintype/terminal';

import type { ToldEvent } from './events.ts';

/**
 * Tells a stage's events: on a terminal a bar that is redrawn in place, and always one line when the stage is
 * done, with its details indented below.
 */
export function createConsoleReporter(terminal: Terminal, clock: () => number): (event: ToldEvent) => void {
  const bar = createProgressBar(terminal.canvas, clock, { redrawMs: 0 }); // what is told last may stand for minutes
  const wave = { total: 0, done: 0, resumed: 0 };
  const running = new Map<string, number>(); // shards side by side, and how much of each is done
  const doneSoFar = () => [...running.values()].reduce((sum, share) => sum + share, wave.done);

  const say = (...lines: readonly string[]) => {
    bar.erase();
    terminal.write(`${lines.map(printable).join('\n')}\n`);
  };
  const draw = (done: number, figures: readonly string[]) => bar.show({ done, total: wave.total, figures });

  return (event) => {
    switch (event.type) {
      case 'waiting':
        return say(
          labelled(
            event.stage,
            `waits for ${describeHolder(event.holder, 'runs the same stage or cleans the store')}`,
          ),
        );
      case 'note':
      case 'shard-note':
        return say(labelled(event.stage, event.text));
      case 'wave':
        Object.assign(wave, { total: event.total - event.reused, done: 0, resumed: 0 });
        running.clear();
        bar.start(event.stage);
        return draw(0, []);
      case 'shard-progress': {
        running.set(event.name, event.done / event.total);
        const done = doneSoFar();
        if (wave.total === 1 && wave.resumed === 0) {
          wave.resumed = done; // a resumed shard does not start at 0
          bar.start(event.stage, done);
        }
        return draw(done, showFigures(event.figures));
      }
      case 'shard-done':
        wave.done += 1;
        running.delete(event.name);
        return draw(doneSoFar(), [`${wave.done}/${wave.total} shards`]);
      case 'stage-done':
        return say(closingLine(event), ...event.details.map((line) => labelled('', line)));
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
}: Extract<ToldEvent, { type: 'stage-done' }>): string {
  const [count, verb] = reused === shards ? [reused, 'reused'] : [shards - reused, 'computed'];
  const work = `${count} of ${shards} ${shards === 1 ? 'shard' : 'shards'} ${verb}`;
  return labelled(stage, `${headline} · ${work} · ${showDuration(ms)}`);
}

function showFigures(figures: Readonly<Record<string, number | string>>): readonly string[] {
  return Object.entries(figures).map(
    ([name, value]) => `${name} ${typeof value === 'number' ? Number(value.toPrecision(4)) : value}`,
  );
}
