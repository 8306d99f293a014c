import { describe, expect, it } from '@jest/globals';

import type { RunEvent } from '../events.ts';
import { createConsoleReporter } from './console-reporter.ts';

function tell(events: readonly RunEvent[], interactive: boolean, columns = 80): string {
  let text = '';
  let now = 0;
  const write = (more: string) => (text += more);
  const canvas = interactive ? { write, columns } : null;
  const report = createConsoleReporter({ write, canvas }, () => (now += 1000));
  events.forEach(report);
  return text;
}

const manifest = {} as Extract<RunEvent, { type: 'stage-done' }>['manifest'];
const progress = { type: 'shard-progress', stage: 'train', name: 'train' } as const;
const life: readonly RunEvent[] = [
  { type: 'wave', stage: 'convert', total: 4, reused: 2 },
  { type: 'shard-done', stage: 'convert', name: 'train/0', shards: [], ms: 0 },
  {
    type: 'shard-progress',
    stage: 'convert',
    name: 'train/1',
    done: 1,
    total: 2,
    figures: { loss: 1.23456 },
  },
  { type: 'shard-done', stage: 'convert', name: 'train/1', shards: [], ms: 0 },
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
    expect(drawn[2]).toBe('convert   ████████████░░░░░░░░░░░░  50 % 2.0 s left · 1/2 shards');
    expect(drawn[3]).toContain('75 %');
    expect(drawn[3]).toContain('loss 1.235');
    expect(drawn.at(-1)).toMatch(/^convert {3}126 images/);
  });

  it('adds up what shards have done that run side by side', () => {
    const at = (name: string, done: number): RunEvent => ({ ...progress, name, done, total: 4, figures: {} });
    const wave: RunEvent = { type: 'wave', stage: 'train', total: 4, reused: 0 };
    const done: RunEvent = { type: 'shard-done', stage: 'train', name: 'b', shards: [], ms: 0 };
    const drawn = tell([wave, at('a', 2), at('b', 2), at('a', 3), done], true).split('\r\x1b[K');
    expect(drawn.slice(2).map((line) => / (\d+) %/.exec(line)?.[1])).toEqual(['12', '25', '31', '43']);
  });

  it('shows every figure of a training in 80 columns, and the bar where there is room', () => {
    const figures = { epoch: '2/5', step: '340/890', loss: '3.91', KL: '1.66', 'patches/s': '127' };
    const at = (done: number): RunEvent => ({ ...progress, done, total: 890, figures });
    const training: readonly RunEvent[] = [
      { type: 'wave', stage: 'train', total: 1, reused: 0 },
      at(330),
      at(340),
    ];
    expect(tell(training, true).split('\r\x1b[K').at(-1)).toBe(
      'train 1 min 50 s left epoch 2/5 step 340/890 loss 3.91 KL 1.66 patches/s 127',
    );
    expect(tell(training, true, 120).split('\r\x1b[K').at(-1)).toBe(
      'train     ████░░░░░░  38 % 1 min 50 s left · epoch 2/5 · step 340/890 · loss 3.91 · KL 1.66 · patches/s 127',
    );
  });

  it('lets notes stay, on a terminal and elsewhere', () => {
    const note: RunEvent = { type: 'shard-note', stage: 'train', name: 'train', text: 'goes on from step 7' };
    expect(tell([note], false)).toBe('train     goes on from step 7\n');
    expect(tell([...life.slice(0, 1), note], true)).toMatch(/\r\x1b\[Ktrain {5}goes on from step 7\n$/);
  });

  it('says when everything was reused', () => {
    const done = { ...life.at(-1), reused: 4 } as RunEvent;
    expect(tell([done], false)).toContain('4 of 4 shards reused');
  });
});
