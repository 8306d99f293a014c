import { describe, expect, it } from '@jest/globals';

import { printableSink } from './print.ts';
import { createProgressBar } from './progress-bar.ts';
import { shareTerminal } from './share-terminal.ts';
import { canvasOn } from './terminal.ts';

/** What a terminal shows after these texts, line by line. */
function screenOf(texts: readonly string[]): readonly string[] {
  const lines = [''];
  let row = 0;
  for (const [part, rows, erased] of texts
    .join('')
    .matchAll(/\x1b\[(\d+)A|\r\x1b\[([KJ])|\n|[^\n\r\x1b]+/g)) {
    if (rows !== undefined) row -= Number(rows);
    else if (erased !== undefined) lines.splice(row, erased === 'J' ? Infinity : 1, '');
    else if (part === '\n') lines[(row += 1)] ??= '';
    else lines[row] += part;
  }
  return lines;
}

function collect(isTTY: boolean) {
  const texts: string[] = [];
  const sink = printableSink({ isTTY, columns: 60, write: (text) => texts.push(String(text)) });
  return {
    texts,
    open: shareTerminal({ write: (text) => void sink.write(text), canvas: canvasOn(sink) }),
  };
}

describe('a shared terminal', () => {
  it('gives each bar a line of its own, and text that stays goes above them', () => {
    const { texts, open } = collect(true);
    let now = 0;
    const [prior, patches] = ['prior', 'patches'].map((label) => {
      const terminal = open();
      const bar = createProgressBar(terminal.canvas, () => (now += 1000), { redrawMs: 0 });
      bar.start(label);
      bar.show({ done: 1, total: 4 });
      return { terminal, bar };
    });
    expect(screenOf(texts).map((line) => line.slice(0, 7))).toEqual(['prior  ', 'patches']);
    prior?.bar.show({ done: 2, total: 4 });
    expect(screenOf(texts)[0]).toContain('50 %');
    expect(screenOf(texts)[1]).toContain('25 %');
    patches?.bar.erase();
    patches?.terminal.write('patches   done\n');
    expect(screenOf(texts).map((line) => line.slice(0, 14))).toEqual(['patches   done', 'prior     ████']);
    prior?.bar.erase();
    prior?.terminal.write('prior     done\n');
    expect(screenOf(texts)).toEqual(['patches   done', 'prior     done', '']);
  });

  it('only writes text where nothing can be redrawn', () => {
    const { texts, open } = collect(false);
    const { write, canvas } = open();
    write('prior     done\n');
    expect({ texts, canvas }).toEqual({ texts: ['prior     done\n'], canvas: null });
  });
});
