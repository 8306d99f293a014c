import { spawn } from 'node:child_process';
import { createServer } from 'node:net';

import { describe, expect, it } from '@jest/globals';

import { claimCanvas } from './claim-canvas.ts';
import { ERASE_LINE } from './terminal.ts';

const isLinux = process.platform === 'linux';

/** A canvas, and a promise of what is written on it next. */
function collect(columns = 80) {
  const written: string[] = [];
  let tell: (text: string) => void = () => {};
  const write = (text: string) => {
    written.push(text);
    tell(text);
  };
  return {
    written,
    canvas: { columns, write },
    next: () => new Promise<string>((resolve) => (tell = resolve)),
  };
}

/** Another process that draws on the terminal until it is ended. */
async function otherProcess(terminal: string) {
  const program = `require('node:net').createServer().listen(${JSON.stringify(`\0tintype-canvas-${terminal}`)}, () => console.log('claimed'))`;
  const child = spawn(process.execPath, ['-e', program.replace('\0', '\\0')]);
  await new Promise((resolve) => child.stdout.once('data', resolve));
  return async () => {
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('close', resolve));
  };
}

/** Resolves when asking for the claim has been answered. */
const answered = (terminal: string) =>
  new Promise<void>((resolve) => {
    const server = createServer();
    server.once('error', () => resolve());
    server.listen(`\0tintype-canvas-${terminal}`, () => server.close(() => resolve()));
  });

(isLinux ? describe : describe.skip)('a claimed canvas', () => {
  it('is drawn on by whoever begins first, with what was drawn last', async () => {
    const { canvas, written, next } = collect();
    const claimed = claimCanvas(canvas, `test-${process.pid}-a`);
    const drawn = next();
    claimed.write('0 %');
    claimed.write('1 %');
    expect(await drawn).toBe('1 %');
    claimed.write('2 %');
    expect({ written, columns: claimed.columns }).toEqual({ written: ['1 %', '2 %'], columns: 80 });
  });

  it('waits for the process that draws, and is free when that was killed', async () => {
    const terminal = `test-${process.pid}-b`;
    const end = await otherProcess(terminal);
    const { canvas, written, next } = collect();
    const claimed = claimCanvas(canvas, terminal);
    claimed.write('0 %');
    await answered(terminal);
    expect(written).toEqual([]);
    claimed.write(ERASE_LINE); // before text that stays, whoever has drawn
    expect(written).toEqual([ERASE_LINE]);
    await end();
    const drawn = next();
    claimed.write('50 %');
    expect(await drawn).toBe('50 %');
  });
});
