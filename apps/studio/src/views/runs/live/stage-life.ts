import {
  countDone,
  describeEnd,
  describeWaiting,
  followWave,
  NO_WAVE,
  type RunMessage,
  type WaveStanding,
} from '@tintype/stage/neutral';
import { estimateLeft } from '@tintype/terminal/neutral';

/** A stage while it runs, and how it ended; times are milliseconds since 1970. */
export interface StageLife {
  readonly wave: WaveStanding;
  /** Since when the pace of the wave is taken. */
  readonly pacedFrom: number;
  /** When it was last heard of. */
  readonly heardAt: number;
  /** For whom it waits; null while it works. */
  readonly waiting: string | null;
  readonly notes: readonly string[];
  /** How it ended; null while it runs. */
  readonly end: StageEnd | null;
}

/** What a stage made, or why it did not, in words. */
export interface StageEnd {
  readonly failed: boolean;
  readonly text: string;
}

const MOST_NOTES = 5;

function beginLife(at: number): StageLife {
  return { wave: NO_WAVE, pacedFrom: at, heardAt: at, waiting: null, notes: [], end: null };
}

/** The life of a stage after an event; what is told after an end begins another one. */
export function followStage(known: StageLife | undefined, event: RunMessage, at: number): StageLife {
  const begun = known === undefined || known.end !== null ? beginLife(at) : known;
  const life = { ...begun, heardAt: at, waiting: null };
  switch (event.type) {
    case 'waiting':
      return { ...life, waiting: describeWaiting(event) };
    case 'note':
    case 'shard-note':
      return { ...life, notes: [...life.notes, event.text].slice(-MOST_NOTES) };
    case 'fetch':
      return life; // its wave begins when all has come
    case 'wave':
    case 'shard-progress':
    case 'shard-done': {
      const wave = followWave(life.wave, event);
      return { ...life, wave, pacedFrom: wave.begun === life.wave.begun ? life.pacedFrom : at };
    }
    case 'stage-done':
      return { ...life, end: { failed: false, text: describeEnd(event) } };
    case 'stage-failed':
      return { ...life, end: { failed: true, text: event.message } };
    default:
      return event satisfies never;
  }
}

/** How much of a wave is done, 0..1; null where there is none. */
export function measureShare({ wave }: StageLife): number | null {
  return wave.total === 0 ? null : countDone(wave) / wave.total;
}

/** Milliseconds until the wave is done, at the pace so far; null where nobody knows. */
export function measureLeft({ wave, pacedFrom, heardAt }: StageLife): number | null {
  const done = countDone(wave);
  return estimateLeft({
    ...{ done, total: wave.total, worked: done - wave.begun.done },
    ms: heardAt - pacedFrom,
  });
}
