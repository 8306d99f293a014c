import { basename, dirname } from 'node:path';

import { EVENT_LOG_ENDING, type LoggedEvent, parseLoggedEvent } from '@tintype/stage';
import type { ManifestAddress } from '@tintype/store';

/** An event of a stage of a recipe. */
export interface AddressedEvent extends ManifestAddress, LoggedEvent {}

/** The event of a line of the log of a stage. Throws where it is none. */
export function readEvent(address: ManifestAddress, line: string): AddressedEvent {
  return { ...address, ...parseLoggedEvent(line) };
}

/** Whose log a file `<pipeline>/<recipe>/<stage>.ndjson` is. */
export function addressOfLog(file: string): ManifestAddress {
  const recipe = dirname(file);
  const stage = basename(file, EVENT_LOG_ENDING);
  return { pipeline: basename(dirname(recipe)), recipe: basename(recipe), stage };
}

/** Reports of progress that show how a stage has come as far as it is. */
const MOST_REPORTS = 300;

/** What somebody who comes late is told of a stage: of its progress no more than can be drawn, and the last of it. */
export function thinEvents(events: readonly AddressedEvent[]): readonly AddressedEvent[] {
  const reports = events.filter(({ event }) => event.type === 'shard-progress');
  const step = Math.ceil(reports.length / MOST_REPORTS);
  const kept = new Set(reports.filter((_, i) => (reports.length - 1 - i) % step === 0));
  return events.filter((one) => one.event.type !== 'shard-progress' || kept.has(one));
}
