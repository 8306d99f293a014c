/** Where text goes: a stream of the process, or what a test collects. */
export interface Sink {
  write(text: string | Uint8Array): unknown;
  /** Whether a person reads along, and a line can be redrawn. */
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

/** A line that can be redrawn in place. */
export interface Canvas {
  /** Characters that a line has room for, the last one included. */
  readonly columns: number;
  write(text: string): void;
}

export interface Terminal {
  /** Text that stays. */
  write(text: string): void;
  /** Where a line can be redrawn in place; null where none can. */
  readonly canvas: Canvas | null;
}

/** Goes back to the start of the line and erases it. */
export const ERASE_LINE = '\r\x1b[K';

/** Erases the lines that were drawn last, one below the other, and goes back to the start of the first. */
export function eraseLines(count: number): string {
  return count > 1 ? `\x1b[${count - 1}A\r\x1b[J` : ERASE_LINE;
}

/** What `eraseLines` gives, where a text begins with it. */
export const ERASURE = /^(?:\x1b\[\d{1,3}A\r\x1b\[J|\r\x1b\[K)/;

const USUAL_COLUMNS = 80;

/** Draws on a sink as wide as it is at the moment; null where nobody reads along. */
export function canvasOn(sink: Sink): Canvas | null {
  if (sink.isTTY !== true) return null;
  return {
    get columns() {
      return sink.columns || USUAL_COLUMNS; // some terminals say 0
    },
    write: (text) => void sink.write(text),
  };
}
