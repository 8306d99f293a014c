import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/**
 * A block of a document that shows what a command prints, some lines of it. Its fence names the command, which readers
 * do not see: ```text npx nx run pipeline:all
 */
export interface Sample {
  readonly command: string;
  readonly lines: readonly string[];
}

const BLOCK = /(?<=^```text (.+)\n)[^]*?(?=\n```$)/gm;
/** Ends a line of which the rest is left out; a line of its own stands for others. */
const MORE = '…';

/** The samples of a document, in its order. */
export function samplesIn(markdown: string): readonly Sample[] {
  return [...markdown.matchAll(BLOCK)].map(([text, command = '']) => ({ command, lines: text.split('\n') }));
}

/** The document with what the command printed in its samples; throws where it printed no such line. */
export function rewriteSamples(markdown: string, command: string, output: string): string {
  return markdown.replace(BLOCK, (text: string, of: string) =>
    of === command ? printedLines(text.split('\n'), output).join('\n') : text,
  );
}

/**
 * The lines of an output that a sample shows, as short as it shows them: those that begin with the same word, and say the
 * same but for figures where there are several.
 */
export function printedLines(sample: readonly string[], output: string): readonly string[] {
  const printed = output.split('\n').map((line) => line.trimEnd());
  let from = 0; // lines that are indented belong to the one before them
  return sample.map((line) => {
    if (line.trim() === MORE) return line;
    const start = isIndented(line) ? from : 0;
    const isAlike = (one: string, i: number) => i >= start && isSameLine(one, line);
    const isOfItsShape = (one: string) => shapeOf(shortenedAs(line, one)) === shapeOf(line);
    const exact = printed.findIndex((one, i) => isAlike(one, i) && isOfItsShape(one));
    const at = exact === -1 ? printed.findIndex(isAlike) : exact;
    if (at === -1) throw new Error(`expected a line that begins with "${firstWord(line)}", as in "${line}"`);
    from = at + 1;
    return shortenedAs(line, printed[at] ?? '');
  });
}

/** A line without what another run or machine would print otherwise: figures, plurals, back ends, times, recipes. */
export function shapeOf(line: string): string {
  return line
    .replace(/\b(tensorflow|webgpu|wasm|cpu) [\d.]+ \([^)]*\)/g, 'BACK END')
    .replace(/(reports\/pipeline\/)[\w-]+/g, '$1RECIPE')
    .replace(/, (within noise|none had more|later ones were no better)/g, '')
    .replace(/[−-]?\d[\d.,]*\d|[−-]?\d/g, '#')
    .replace(/# min # s$|# m?s$/g, 'TIME')
    .replace(/(# [a-z-]+?)s\b/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
}

function isIndented(line: string): boolean {
  return line.startsWith(' ');
}

function isSameLine(one: string, other: string): boolean {
  return isIndented(one) === isIndented(other) && firstWord(one) === firstWord(other);
}

function firstWord(line: string): string {
  return line.trim().split(/\s/, 1)[0] ?? '';
}

/** What a line says lies between dots; as many of these parts as the sample has, whose last one may stand for others. */
function shortenedAs(sample: string, line: string): string {
  const shown = sample.split(' · ');
  const parts = line.split(' · ').slice(0, shown.length);
  return (shown.at(-1) === MORE ? [...parts.slice(0, shown.length - 1), MORE] : parts).join(' · ');
}

/** The main README and those of all parts, by path from the workspace. */
export function readReadmes(workspace: string): ReadonlyMap<string, string> {
  const parts = ['apps', 'libs', 'pipelines'].flatMap((group) =>
    readdirSync(join(workspace, group)).map((name) => join(workspace, group, name)),
  );
  const files = [workspace, ...parts].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name === 'README.md')
      .map((name) => join(folder, name)),
  );
  return new Map(files.map((file) => [relative(workspace, file), readFileSync(file, 'utf8')]));
}
