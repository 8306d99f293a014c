import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import { dirname } from 'node:path';

import { writeError } from '@tintype/store';

import type { RunMessage } from '../run/run-message.ts';
import { thinProgress } from './thin-progress.ts';

/** What somebody who looks on can see change. */
const EVERY_MS = 200;

export interface EventLog {
  tell(message: RunMessage): void;
  /** Resolves when all is written, or could not be. */
  close(): Promise<void>;
}

export interface EventLogOptions {
  /** Milliseconds since 1970. */
  now(): number;
  /** Called once, with why nothing more is written; whoever runs the stage goes on without. */
  onFault(error: Error): void;
}

/**
 * Writes down how a stage goes, a line an event, for those who look on. The file is begun anew with the first event that shows
 * that the stage has begun: as long as it waits for another process of the same stage, the file is that one's.
 */
export function openEventLog(file: string, { now, onFault }: EventLogOptions): EventLog {
  let stream: WriteStream | null = null;
  let isWaiting = false;
  let isLost = false;
  const lose = (error: unknown) => {
    if (!isLost) onFault(writeError(file, error));
    isLost = true;
  };
  const write = (event: RunMessage) => {
    stream ??= begin(file, lose);
    stream?.write(`${JSON.stringify({ time: new Date(now()).toISOString(), event })}\n`);
  };
  const thinned = thinProgress(write, { everyMs: EVERY_MS, clock: now });
  return {
    tell(event) {
      isWaiting = event.type === 'waiting' || (isWaiting && event.type === 'stage-failed');
      if (!isWaiting && !isLost) thinned(event);
    },
    close: () =>
      new Promise((resolve) => (stream === null || isLost ? resolve() : stream.close(() => resolve()))),
  };
}

function begin(file: string, lose: (error: unknown) => void): WriteStream | null {
  try {
    mkdirSync(dirname(file), { recursive: true });
    return createWriteStream(file).on('error', lose);
  } catch (error) {
    lose(error);
    return null;
  }
}
