import { stripVTControlCharacters } from 'node:util';

/**
 * What a terminal may act on instead of showing it (C0 and C1 controls, DEL), and what makes text read in another order
 * than it stands in (Unicode's bidirectional controls and line separators).
 */
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;
const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** One line that a terminal shows and does nothing else with, whatever names of files are in it. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (character) => SHORT[character] ?? escapeOf(character));
}

/** The same for text of several lines. */
export function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}

/** What another program printed, without the colours and carriage returns that it has for a terminal. */
export function withoutControls(text: string): string {
  return stripVTControlCharacters(text).replaceAll('\r', '');
}

function escapeOf(character: string): string {
  const code = character.charCodeAt(0);
  return code < 0x100
    ? `\\x${code.toString(16).padStart(2, '0')}`
    : `\\u${code.toString(16).padStart(4, '0')}`;
}
