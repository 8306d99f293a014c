import { readFile } from 'node:fs/promises';

/** What editors on Windows put in front of such a text. */
const UTF16_MARKS = [
  [0xff, 0xfe],
  [0xfe, 0xff],
];

/** The text of a recipe, without the byte order mark that editors may put in front of it. Throws for other encodings. */
export async function readRecipeText(file: string): Promise<string> {
  const bytes = await readFile(file);
  if (UTF16_MARKS.some((mark) => mark.every((byte, i) => bytes[i] === byte)))
    throw new Error('expected UTF-8, got UTF-16; save it as UTF-8');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes); // without the mark
  } catch (cause) {
    throw new Error('expected UTF-8, got another encoding; save it as UTF-8', { cause });
  }
}
