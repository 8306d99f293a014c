import { type Canvas, ERASE_LINE, eraseLines, type Terminal } from './terminal.ts';

/**
 * Parts one terminal among several who draw at the same time: each has a line of its own, one below the other, and
 * text that stays goes above them.
 *
 * @returns opens a terminal for one of them; its line is there from its first drawing until it erases it
 */
export function shareTerminal({ write, canvas }: Terminal): () => Terminal {
  if (canvas === null) return () => ({ write, canvas });
  const lines = new Map<symbol, string>();
  let drawn = 0;
  const redraw = (above: string): void => {
    const text = `${above}${[...lines.values()].join('\n')}`;
    if (drawn > 0 || text !== '') canvas.write(`${drawn > 0 ? eraseLines(drawn) : ''}${text}`);
    drawn = lines.size;
  };
  return () => ({ write: redraw, canvas: ownLine(canvas, lines, () => redraw('')) });
}

function ownLine(canvas: Canvas, lines: Map<symbol, string>, redraw: () => void): Canvas {
  const key = Symbol('line');
  return {
    get columns() {
      return canvas.columns;
    },
    write: (text) => {
      const line = text.slice(text.startsWith(ERASE_LINE) ? ERASE_LINE.length : 0);
      if (line === '') lines.delete(key);
      else lines.set(key, line);
      redraw();
    },
  };
}
