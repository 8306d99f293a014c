import { printable, printableLines } from './printable.ts';
import { ERASURE, type Sink } from './terminal.ts';

/** Lines for a person; whatever names are in them, each stays one line. */
export function paragraph(lines: readonly string[]): string {
  return `${lines.map(printable).join('\n')}\n`;
}

/** One JSON document. JSON itself escapes only C0 controls, and a terminal heeds others too. */
export function document(value: unknown): string {
  const text = JSON.stringify(value, null, 2);
  return `${text.replace(/[\u007f-\u009f]/g, (control) => `\\u00${control.charCodeAt(0).toString(16)}`)}\n`;
}

/** A sink whose texts cannot command a terminal, but for erasing the lines that they begin on; bytes go as they are. */
export function printableSink(sink: Sink): Sink {
  return {
    isTTY: sink.isTTY,
    get columns() {
      return sink.columns;
    },
    write: (text) => sink.write(typeof text === 'string' ? disarm(text) : text),
  };
}

function disarm(text: string): string {
  const [erasure = ''] = ERASURE.exec(text) ?? [];
  return `${erasure}${printableLines(text.slice(erasure.length))}`;
}
