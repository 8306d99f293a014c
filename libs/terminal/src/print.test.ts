import { describe, expect, it } from '@jest/globals';

import { document, paragraph, printableSink } from './print.ts';
import { canvasOn } from './terminal.ts';

function collect(isTTY = false) {
  const written: (string | Uint8Array)[] = [];
  const sink = { write: (text: string | Uint8Array) => written.push(text), isTTY, columns: 0 };
  return { written, sink };
}

describe('a paragraph', () => {
  it('keeps each line one line', () => {
    expect(paragraph(['a\nb', 'c'])).toBe('a\\nb\nc\n');
  });
});

describe('a document', () => {
  it('escapes the controls that JSON leaves as they are', () => {
    expect(document('\x1b\x9b')).toBe('"\\u001b\\u009b"\n');
  });
});

describe('a printable sink', () => {
  it('lets texts do nothing but erase the line that they begin on', () => {
    const { written, sink } = collect();
    const safe = printableSink(sink);
    safe.write('\r\x1b[Ka\x1b[2J\n');
    safe.write('b\r\x1b[K');
    expect(written).toEqual(['\r\x1b[Ka\\x1b[2J\n', 'b\\r\\x1b[K']);
  });

  it('passes bytes on', () => {
    const { written, sink } = collect();
    printableSink(sink).write(Uint8Array.of(27));
    expect(written).toEqual([Uint8Array.of(27)]);
  });
});

describe('a canvas', () => {
  it('is where a person reads along, and 80 columns wide where the terminal does not say', () => {
    expect(canvasOn(collect(false).sink)).toBeNull();
    expect(canvasOn(printableSink(collect(true).sink))?.columns).toBe(80);
  });

  it('is as wide as the terminal is at the moment', () => {
    const sink = { ...collect(true).sink, columns: 100 };
    const canvas = canvasOn(printableSink(sink));
    sink.columns = 60;
    expect(canvas?.columns).toBe(60);
  });
});
