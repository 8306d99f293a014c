import { readFile, writeFile } from 'node:fs/promises';

/** Replaces what stands between `<!-- name:begin -->` and `<!-- name:end -->` of a Markdown file. */
export async function writeSection(file: string, name: string, markdown: string): Promise<void> {
  const text = await readFile(file, 'utf8');
  const [from, to] = placeOf(text, name, file);
  await writeFile(file, `${text.slice(0, from)}${markedSection(name, markdown)}${text.slice(to)}`);
}

/** What stands between the marks, without blank lines round it. `file` names the text in errors. */
export function readSection(text: string, name: string, file: string): string {
  const { begin, end } = marksOf(name);
  const [from, to] = placeOf(text, name, file);
  return text.slice(from + begin.length, to - end.length).trim();
}

/** Markdown between its marks. */
export function markedSection(name: string, markdown: string): string {
  const { begin, end } = marksOf(name);
  return `${begin}\n\n${markdown.trim()}\n\n${end}`;
}

function marksOf(name: string) {
  return { begin: `<!-- ${name}:begin -->`, end: `<!-- ${name}:end -->` };
}

/** From the first character of the opening mark to behind the closing one. */
function placeOf(text: string, name: string, file: string): readonly [from: number, to: number] {
  const { begin, end } = marksOf(name);
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from !== -1 && to > from) return [from, to + end.length];
  throw new Error(`${file}: expected the marks ${begin} and ${end}, in this order; put them back`);
}

/** A Markdown table; all columns but the first are aligned to the right. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const rule = head.map((_, i) => (i === 0 ? '---' : '--:'));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
