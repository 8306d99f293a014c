import { showGigabytes } from '@tintype/provision';
import type { ProvisionEvent } from '@tintype/provision';
import { describeHolder } from '@tintype/store';
import type { Sink } from './command.ts';

const BAR_CELLS = 24;
const REDRAW_MS = 100;

/** Tells what provisioning does: on a terminal a line that is redrawn, elsewhere one at every tenth. */
export function provisionProgress(out: Sink, clock: () => number): (event: ProvisionEvent) => void {
  const progress = { start: clock(), drawn: 0, tenth: 0 };

  const say = (text: string): void => {
    if (progress.drawn > 0) out.write('\r\x1b[K');
    progress.drawn = 0;
    out.write(`provision: ${text}\n`);
  };
  const draw = (share: number, line: string): void => {
    if (out.isTTY && clock() - progress.drawn >= REDRAW_MS) {
      progress.drawn = clock();
      out.write(`\r\x1b[K${line.slice(0, (out.columns ?? 80) - 1)}`);
    }
    const tenth = Math.floor(share * 10);
    if (!out.isTTY && tenth > progress.tenth) out.write(`${line}\n`);
    progress.tenth = tenth;
  };

  return (event) => {
    switch (event.type) {
      case 'waiting':
        return say(`waits for ${describeHolder(event.holder, 'does the same')}`);
      case 'fetch':
        Object.assign(progress, { start: clock(), tenth: 0 });
        return say(fetchLine(event));
      case 'progress':
        return draw(event.received / event.total, progressLine(event, clock() - progress.start));
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
  return `fetches ${what}, ${showGigabytes(bytes)}, once for this user; TINTYPE_PROVISION=off prevents it`;
}

function progressLine(
  { received, total }: Extract<ProvisionEvent, { type: 'progress' }>,
  ms: number,
): string {
  const share = received / total;
  const full = Math.round(share * BAR_CELLS);
  const bar = `${'█'.repeat(full)}${'░'.repeat(BAR_CELLS - full)}`;
  const left =
    received > 0 && received < total ? `, ${Math.ceil((ms * (1 - share)) / share / 1000)} s left` : '';
  return `provision: ${bar} ${String(Math.floor(share * 100)).padStart(3)} % of ${showGigabytes(total)}${left}`;
}
