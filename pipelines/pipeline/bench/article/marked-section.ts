import { readFile, writeFile } from 'node:fs/promises';

/** Replaces what stands between `<!-- name:begin -->` and `<!-- name:end -->` of a Markdown file. */
export async function writeSection(file: string, name: string, markdown: string): Promise<void> {
  const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`];
  const text = await readFile(file, 'utf8');
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from === -1 || to < from)
    throw new Error(`${file}: expected the marks ${begin} and ${end}, in this order; put them back`);
  await writeFile(file, `${text.slice(0, from)}${begin}\n\n${markdown.trim()}\n\n${text.slice(to)}`);
}

/** A Markdown table; all columns but the first are aligned to the right. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const rule = head.map((_, i) => (i === 0 ? '---' : '--:'));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
