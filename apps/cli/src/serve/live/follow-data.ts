import { basename, join } from 'node:path';

import { EVENT_LOG_ENDING, EVENT_LOGS, stageLock } from '@tintype/stage';
import { listUsers, openStore } from '@tintype/store';

import { filesBelow, markFolder } from '../data/mark-folder.ts';
import { type Tail, tailFile } from './tail-file.ts';
import { type AddressedEvent, addressOfLog, readEvent, thinEvents } from './told-event.ts';

/** What can be told of a data folder while somebody looks on. */
export type DataEvent =
  | { readonly kind: 'told'; readonly told: AddressedEvent }
  /** A manifest came, went or was written. */
  | { readonly kind: 'manifests' };

export type Listener = (event: DataEvent) => void;

export interface DataFollower {
  /** What has happened since the last look, for those who were there then. */
  look(): Promise<readonly DataEvent[]>;
  /** What the stages that run now have told up to that look, for those who come new. */
  recall(): Promise<readonly DataEvent[]>;
}

/** Follows the event logs and the manifests of a data folder from now on. `onFault` hears of lines that are no events. */
export async function followData(data: string, onFault: (error: unknown) => void): Promise<DataFollower> {
  const store = openStore(join(data, 'store'));
  const logs = join(store.root, EVENT_LOGS);
  const tails = new Map<string, Tail>();
  const parse = (file: string, lines: readonly string[]) =>
    lines.flatMap((line) => {
      try {
        return [readEvent(addressOfLog(file), line)];
      } catch (cause) {
        onFault(new Error(`${join(logs, file)}: expected an event, got ${line.slice(0, 100)}`, { cause }));
        return [];
      }
    });
  const openTails = async (from: 'beginning' | 'end') => {
    for (const file of await filesBelow(logs, EVENT_LOG_ENDING))
      if (!tails.has(file)) tails.set(file, await tailFile(join(logs, file), from));
  };
  let manifests = await markFolder(join(data, 'manifests'), '.json');
  await openTails('end');

  return {
    async look() {
      await openTails('beginning');
      const told: AddressedEvent[] = [];
      for (const [file, tail] of tails) told.push(...parse(file, await tail.readNew()));
      const before = manifests;
      manifests = await markFolder(join(data, 'manifests'), '.json');
      const changed: readonly DataEvent[] = before === manifests ? [] : [{ kind: 'manifests' }];
      return [...told.map((event) => ({ kind: 'told' as const, told: event })), ...changed];
    },
    async recall() {
      const running = new Set((await listUsers(store)).map(({ file }) => basename(file)));
      const told: AddressedEvent[] = [];
      for (const [file, tail] of tails)
        if (running.has(stageLock(addressOfLog(file))))
          told.push(...thinEvents(parse(file, await tail.readOld())));
      return told.map((event) => ({ kind: 'told', told: event }));
    },
  };
}
