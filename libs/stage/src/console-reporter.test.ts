import { describe, expect, it } from '@jest/globals';

import { createConsoleReporter, showSeconds } from './console-reporter.ts';
import type { RunEvent } from './events.ts';

function tell(events: readonly RunEvent[], interactive: boolean): string {
  let text = '';
  let now = 0;
  const write = (more: string) => (text += more);
  const canvas = interactive ? { write, columns: 80 } : null;
  const report = createConsoleReporter({ write, canvas }, () => (now += 1000));
  events.forEach(report);
  return text;
}

const manifest = {} as Extract<RunEvent, { type: 'stage-done' }>['manifest'];
const life: readonly RunEvent[] = [
  { type: 'wave', stage: 'convert', total: 4, reused: 2 },
  { type: 'shard-done', stage: 'convert', name: 'train/0', shards: [] },
  {
    type: 'shard-progress',
    stage: 'convert',
    name: 'train/1',
    done: 1,
    total: 2,
    figures: { loss: 1.23456 },
  },
  { type: 'shard-done', stage: 'convert', name: 'train/1', shards: [] },
  {
    type: 'stage-done',
    stage: 'convert',
    headline: '126 images',
    details: ['quarantined x.jpg: not a photo'],
    shards: 4,
    reused: 2,
    ms: 2345,
    manifest,
  },
];

describe('the console reporter', () => {
  it('writes one line a stage, with its details below, where nothing can be redrawn', () => {
    expect(tell(life, false)).toBe(
      'convert   126 images · 2 of 4 shards computed · 2.3 s\n          quarantined x.jpg: not a photo\n',
    );
  });

  it('draws a bar with what is done, the time left and the figures on a terminal', () => {
    const drawn = tell(life, true).split('\r\x1b[K');
    expect(drawn[2]).toBe('convert   ████████████░░░░░░░░░░░░  50 % 2.0 s left 1/2 shards');
    expect(drawn[3]).toContain('75 %');
    expect(drawn[3]).toContain('loss 1.235');
    expect(drawn.at(-1)).toMatch(/^convert {3}126 images/);
  });

  it('says when everything was reused', () => {
    const done = { ...life.at(-1), reused: 4 } as RunEvent;
    expect(tell([done], false)).toContain('4 of 4 shards reused');
  });

  it('shows long times in minutes', () => {
    expect([showSeconds(1234), showSeconds(125_000)]).toEqual(['1.2 s', '2 min 05 s']);
  });
});
