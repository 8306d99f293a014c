import type { ProvisionEvent } from '@tintype/provision';
import { describeHolder } from '@tintype/store';
import { canvasOn, createProgressBar, showBytes, type Sink } from '@tintype/terminal';

const WORK = 'provision';

/** Tells what provisioning does: on a terminal a line that is redrawn, elsewhere one at every tenth. */
export function provisionProgress(out: Sink, clock: () => number): (event: ProvisionEvent) => void {
  const bar = createProgressBar(canvasOn(out), clock, { showRate, log: (line) => out.write(`${line}\n`) });
  const say = (text: string): void => {
    bar.erase();
    out.write(`${WORK}: ${text}\n`);
  };

  return (event) => {
    switch (event.type) {
      case 'waiting':
        return say(`waits for ${describeHolder(event.holder, 'does the same')}`);
      case 'fetch':
        bar.start(WORK);
        return say(fetchLine(event));
      case 'progress':
        return bar.show({
          done: event.received,
          total: event.total,
          figures: [`of ${showBytes(event.total)}`],
        });
      case 'pip':
        return say(`asks pip for ${event.file}, as ${event.reason}`);
      case 'extract':
        return say(`unpacks ${event.file}`);
      case 'compile':
        return say(`compiles the binding, which takes some ten seconds`);
      case 'prove':
        return say('tries whether it works');
      case 'failed':
        return say(`that did not work: ${event.reason}`);
      default:
        return event satisfies never;
    }
  };
}

function fetchLine({ variant, wheels, bytes }: Extract<ProvisionEvent, { type: 'fetch' }>): string {
  const what = variant === 'cuda' ? `TensorFlow for CUDA in ${wheels} wheels` : 'TensorFlow for the CPU';
  return `fetches ${what}, ${showBytes(bytes)}, once for this user; TINTYPE_PROVISION=off prevents it`;
}

function showRate(perSecond: number): string {
  return `${showBytes(perSecond)}/s`;
}
