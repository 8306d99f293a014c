import { createServer } from 'node:net';

import { type Canvas, ERASE_LINE } from './terminal.ts';

/**
 * A canvas that one process at a time draws on, the first to begin, until it ends: lines of two would overwrite each
 * other. The claim is an abstract socket of Linux, which goes with its process however that ends.
 *
 * @param terminal names what is drawn on, such as /dev/pts/3
 */
export function claimCanvas(canvas: Canvas, terminal: string): Canvas {
  let state: 'free' | 'asking' | 'ours' = 'free';
  let latest = '';
  const ask = (): void => {
    state = 'asking';
    const server = createServer((socket) => socket.destroy());
    server.unref(); // a claim must not keep the process alive
    server.once('error', () => (state = 'free')); // another draws: ask again with the next drawing
    server.listen(`\0tintype-canvas-${terminal}`, () => {
      state = 'ours';
      canvas.write(latest);
    });
  };
  return {
    get columns() {
      return canvas.columns;
    },
    write: (text) => {
      latest = text;
      if (state === 'ours' || text === ERASE_LINE)
        canvas.write(text); // text that stays is to follow
      else if (state === 'free') ask();
    },
  };
}
