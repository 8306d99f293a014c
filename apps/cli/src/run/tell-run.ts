import { createConsoleReporter, type RunMessage, type StageFailure, type ToldEvent } from '@tintype/stage';
import { labelled, paragraph, shareTerminal, type Terminal } from '@tintype/terminal';

import { type CachedTask, createNxReader, type NxReader } from './read-nx.ts';

/** A stage as `run --json` prints it. */
export interface StageRun {
  readonly stage: string;
  /** Whether Nx took it from its cache, without a look into the store. */
  readonly cached: boolean;
  readonly headline: string;
  readonly details: readonly string[];
  /** Shards that it has and those that were computed; null where it came from the cache. */
  readonly shards: number | null;
  readonly computed: number | null;
  readonly seconds: number | null;
}

/** What is told of a run while it goes on, and what came of it. */
export interface RunTeller {
  readonly nx: NxReader;
  /** For each stage that runs: takes what it tells. */
  onStage(): (message: RunMessage) => void;
  readonly stages: readonly StageRun[];
  readonly failures: readonly StageFailure[];
}

const COUNT = / · \d+ of \d+ shards? (?:computed|reused) · .*$/;
/** Lines of the one task that is no stage and may take minutes. */
const PROVISION = /^provision:/;

/** Shows the stages of a pipeline, one line each: as they run, and those that come from the cache. */
export function tellRun(
  { name, stages: known }: { readonly name: string; readonly stages: readonly string[] },
  terminal: Terminal,
  clock: () => number,
): RunTeller {
  const open = shareTerminal(terminal);
  const stages: StageRun[] = [];
  const failures: StageFailure[] = [];
  const { write } = open();
  const opened: Terminal[] = [];
  const reader = createNxReader((task) => {
    if (task.project !== name || !known.includes(task.target)) return;
    const run = ofCache(task);
    stages.push(run);
    write(paragraph([labelled(run.stage, cachedLine(run))]));
  });
  return {
    nx: {
      ...reader,
      read: (line) => (PROVISION.test(line) ? write(paragraph([line])) : reader.read(line)),
      end() {
        reader.end();
        for (const { canvas } of opened) canvas?.write(''); // of a stage that did not come to its end
      },
    },
    onStage() {
      const terminal = open();
      opened.push(terminal);
      const report = createConsoleReporter(terminal, clock);
      return (message) => {
        if (message.type === 'stage-failed') return void failures.push(message);
        if (message.type === 'stage-done') stages.push(ofRun(message));
        report(message);
      };
    },
    stages,
    failures,
  };
}

function cachedLine({ headline }: StageRun): string {
  return headline === '' ? 'from cache' : `from cache · ${headline}`;
}

/** What a stage printed when it ran: its line, and its details below it. */
function ofCache({ target, lines }: CachedTask): StageRun {
  const label = labelled(target, '');
  const at = lines.findIndex((line) => line.startsWith(label));
  const headline = (lines[at] ?? '').slice(label.length).replace(COUNT, '');
  const indent = labelled('', '');
  const behind = lines.slice(at + 1);
  const end = behind.findIndex((line) => !line.startsWith(indent));
  const details = behind.slice(0, end < 0 ? behind.length : end).map((line) => line.slice(indent.length));
  return {
    ...{ stage: target, cached: true, headline, details: at < 0 ? [] : details },
    ...{ shards: null, computed: null, seconds: null },
  };
}

function ofRun({
  stage,
  headline,
  details,
  shards,
  reused,
  ms,
}: Extract<ToldEvent, { readonly type: 'stage-done' }>): StageRun {
  const seconds = Number((ms / 1000).toPrecision(3));
  return { stage, cached: false, headline, details, shards, computed: shards - reused, seconds };
}
