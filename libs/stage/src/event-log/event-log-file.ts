import { join } from 'node:path';

import type { ManifestAddress } from '@tintype/store';
import { z } from 'zod';

import { messageSchema, type RunMessage } from '../run/run-message.ts';

/** The folder of a store in which stages write down how they go; no part of any artefact. */
export const EVENT_LOGS = 'events';

/** How the files end: one JSON document a line. */
export const EVENT_LOG_ENDING = '.ndjson';

/** A line of an event log. */
export interface LoggedEvent {
  /** ISO */
  readonly time: string;
  readonly event: RunMessage;
}

/** Where the last run of a stage has written down how it went. */
export function eventLogFile(storeRoot: string, { pipeline, recipe, stage }: ManifestAddress): string {
  return join(storeRoot, EVENT_LOGS, pipeline, recipe, `${stage}${EVENT_LOG_ENDING}`);
}

const schema: z.ZodType<LoggedEvent> = z.object({ time: z.iso.datetime(), event: messageSchema });

/** Throws where the line is no event. */
export function parseLoggedEvent(line: string): LoggedEvent {
  return schema.parse(JSON.parse(line));
}
