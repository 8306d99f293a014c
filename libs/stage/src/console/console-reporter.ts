import { createProgressBar, labelled, printable, showBytes, type Terminal } from '@tintype/terminal';

import type { ToldEvent } from '../events.ts';
import { countDone, followWave, NO_WAVE } from '../run/wave-standing.ts';
import { describeEnd, describeWaiting } from './told-words.ts';

/**
 * Tells a stage's events: on a terminal a bar that is redrawn in place, and always one line when the stage is
 * done, with its details indented below.
 */
export function createConsoleReporter(terminal: Terminal, clock: () => number): (event: ToldEvent) => void {
  const bar = createProgressBar(terminal.canvas, clock, { redrawMs: 0 }); // what is told last may stand for minutes
  let wave = NO_WAVE;

  const say = (...lines: readonly string[]) => {
    bar.erase();
    terminal.write(`${lines.map(printable).join('\n')}\n`);
  };

  return (event) => {
    switch (event.type) {
      case 'waiting':
        return say(labelled(event.stage, describeWaiting(event)));
      case 'note':
      case 'shard-note':
        return say(labelled(event.stage, event.text));
      case 'fetch': {
        const { stage, from, done, total } = event;
        if (done.bytes === 0) bar.start(stage);
        const figures = [`${showBytes(done.bytes)} of ${showBytes(total.bytes)} from ${from}`];
        return bar.show({ done: done.bytes, total: total.bytes, figures });
      }
      case 'wave':
      case 'shard-progress':
      case 'shard-done': {
        const { begun } = wave;
        wave = followWave(wave, event);
        if (wave.begun !== begun) bar.start(event.stage, wave.begun.done);
        return bar.show({ done: countDone(wave), total: wave.total, figures: wave.figures });
      }
      case 'stage-done':
        return say(
          labelled(event.stage, describeEnd(event)),
          ...event.details.map((line) => labelled('', line)),
        );
      default:
        return event satisfies never;
    }
  };
}
