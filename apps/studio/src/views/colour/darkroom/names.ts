/** The name of a photo without its ending. */
export function stemOf(name: string): string {
  return name.replace(/(?<=.)\.[^.]*$/, '');
}

/** Names that do not meet, with a number in those that would: a zip holds each once. */
export function distinctName(name: string, taken: Set<string>): string {
  const stem = name.replace(/\.[^.]*$/, '');
  const ending = name.slice(stem.length);
  let distinct = name;
  for (let count = 2; taken.has(distinct.toLowerCase()); count++) distinct = `${stem} (${count})${ending}`;
  taken.add(distinct.toLowerCase());
  return distinct;
}

/** A word as a shell takes it, whatever is in it. */
export function quoteForShell(word: string): string {
  return /^[\w./:@%+,-]+$/.test(word) && !word.startsWith('-') ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
