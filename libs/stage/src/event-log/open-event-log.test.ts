import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { beforeEach, describe, expect, it } from '@jest/globals';

import type { RunMessage } from '../run/run-message.ts';
import { eventLogFile, parseLoggedEvent } from './event-log-file.ts';
import { openEventLog } from './open-event-log.ts';

const stage = 'prior';
const NOW = Date.UTC(2026, 0, 2, 3, 4, 5, 6);
const note = (text: string): RunMessage => ({ type: 'note', stage, text });
const waiting: RunMessage = {
  type: 'waiting',
  stage,
  holder: { pid: 1, elsewhere: null, file: '/locks/prior' },
};
const failed: RunMessage = { type: 'stage-failed', message: 'interrupted', exitCode: 130 };

let store: string;
let file: string;
beforeEach(async () => {
  store = await mkdtemp(join(tmpdir(), 'tintype-events-'));
  file = eventLogFile(store, { pipeline: 'pipeline', recipe: 'forest', stage });
});

/** Tells it to a log. @returns what it could not do */
async function log(...messages: readonly RunMessage[]): Promise<readonly string[]> {
  const faults: string[] = [];
  const onFault = ({ message }: Error) => void faults.push(message);
  const opened = openEventLog(file, { now: () => NOW, onFault });
  for (const message of messages) opened.tell(message);
  await opened.close();
  return faults;
}

async function logged(): Promise<readonly RunMessage[]> {
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
  return lines.map((line) => parseLoggedEvent(line).event);
}

describe('the event log of a stage', () => {
  it('lies below the store, with the time of each event', async () => {
    await log(note('begins'));
    expect(file).toBe(join(store, 'events/pipeline/forest/prior.ndjson'));
    expect(await readFile(file, 'utf8')).toBe(
      '{"time":"2026-01-02T03:04:05.006Z","event":{"type":"note","stage":"prior","text":"begins"}}\n',
    );
  });

  it('is begun anew by the next run', async () => {
    await log(note('the first'), note('run'));
    await log(note('the second'), failed);
    expect(await logged()).toEqual([note('the second'), failed]);
  });

  it('stays that of the process for which this one waits, also when it is interrupted meanwhile', async () => {
    await log(note('runs'));
    await log(waiting, failed);
    expect(await logged()).toEqual([note('runs')]);
    await log(waiting, note('runs now'));
    expect(await logged()).toEqual([note('runs now')]);
  });

  it('tells once where it cannot be written, and the stage goes on', async () => {
    await writeFile(join(store, 'events'), 'a file where a folder should be');
    const faults = await log(note('one'), note('two'));
    expect(faults).toEqual([expect.stringMatching(/^cannot write .*prior\.ndjson: (ENOTDIR|EEXIST)/)]);
  });

  it('tells once where the file is in the way of a folder', async () => {
    await mkdir(file, { recursive: true });
    expect(await log(note('one'), note('two'))).toEqual([expect.stringMatching(/EISDIR/)]);
  });
});
