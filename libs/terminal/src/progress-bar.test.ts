import { describe, expect, it } from '@jest/globals';

import { type BarOptions, createProgressBar } from './progress-bar.ts';

function setUp(options: BarOptions = {}, columns: number | null = 80) {
  let now = 0;
  let text = '';
  const lines: string[] = [];
  const canvas = columns === null ? null : { columns, write: (more: string) => (text += more) };
  const bar = createProgressBar(canvas, () => now, { log: (line) => lines.push(line), ...options });
  return {
    bar,
    lines,
    wait: (ms: number) => (now += ms),
    drawn: () => text.split('\r\x1b[K').slice(1),
  };
}

const showRate = (perSecond: number) => `${perSecond} photos/s`;

describe('the progress bar', () => {
  it('tells what is done, the time left, the figures and the rate', () => {
    const { bar, wait, drawn } = setUp({ showRate }, 120);
    bar.start('eval');
    wait(2000);
    bar.show({ done: 1, total: 4, figures: ['1 of 4 photos'] });
    expect(drawn()).toEqual([
      'eval      ██████░░░░░░░░░░░░░░░░░░  25 % 6.0 s left · 1 of 4 photos · 0.5 photos/s',
    ]);
  });

  it('reckons by what has taken time since the start', () => {
    const { bar, wait, drawn } = setUp({ showRate, redrawMs: 0 });
    bar.start('train', 5);
    wait(1000);
    bar.show({ done: 6, total: 10 });
    bar.show({ done: 8, total: 10, worked: 2 });
    expect(drawn()[0]).toContain('60 % 4.0 s left · 1 photos/s');
    expect(drawn()[1]).toContain('80 % 1.0 s left · 2 photos/s');
  });

  it('says nothing of rate and time before there is something to reckon by', () => {
    const { bar, wait, drawn } = setUp({ showRate });
    bar.start('train');
    wait(1000);
    bar.show({ done: 0, total: 10 });
    expect(drawn()).toEqual([`train     ${'░'.repeat(24)}   0 %`]);
  });

  it('leaves out what there is no room for', () => {
    const of = (columns: number) => {
      const { bar, wait, drawn } = setUp({}, columns);
      bar.start('eval');
      wait(1000);
      bar.show({ done: 1, total: 2, figures: ['1 of 2'] });
      return drawn()[0];
    };
    expect(of(50)).toBe('eval      █████░░░░░  50 % 1.0 s left · 1 of 2');
    expect(of(40)).toBe('eval       50 % 1.0 s left · 1 of 2');
    expect(of(28)).toBe('eval 1.0 s left 1 of 2');
    expect(of(15)).toBe('eval 1.0 s lef');
  });

  it('is drawn no more often than a person sees', () => {
    const { bar, wait, drawn } = setUp();
    bar.start('eval');
    for (let done = 0; done <= 100; done++) {
      bar.show({ done, total: 100 });
      wait(10);
    }
    expect(drawn()).toHaveLength(11);
  });

  it('goes away, once', () => {
    const { bar, drawn } = setUp();
    bar.erase();
    expect(drawn()).toEqual([]);
    bar.start('eval');
    bar.show({ done: 1, total: 2 });
    bar.erase();
    bar.erase();
    expect(drawn()).toEqual([expect.stringContaining('50 %'), '']);
  });

  it('writes a line at every tenth where nothing can be redrawn', () => {
    const { bar, lines } = setUp({}, null);
    bar.start('colorize');
    for (let done = 1; done <= 40; done++) bar.show({ done, total: 40 });
    expect(lines).toHaveLength(10);
    expect(lines[0]).toBe('colorize  ██░░░░░░░░░░░░░░░░░░░░░░  10 %');
  });

  it('does nothing for work that there is none of, and no line for a single step', () => {
    const { bar, lines } = setUp({}, null);
    bar.start('colorize');
    bar.show({ done: 0, total: 0 });
    bar.show({ done: 1, total: 1 });
    expect(lines).toEqual([]);
  });

  it('shows names that a terminal would act on', () => {
    const { bar, drawn } = setUp();
    bar.start('a\x1b');
    bar.show({ done: 1, total: 2 });
    expect(drawn()[0]).toContain('a\\x1b');
  });
});
