/** The name of a photo without its ending. */
export function stemOf(name: string): string {
  return name.replace(/(?<=.)\.[^.]*$/, '');
}

/** A stem that meets none of those taken, by a number where it would: a zip holds each name once. */
export function distinctStem(stem: string, taken: Set<string>): string {
  let distinct = stem;
  for (let count = 2; taken.has(distinct.toLowerCase()); count++) distinct = `${stem} (${count})`;
  taken.add(distinct.toLowerCase());
  return distinct;
}

/** A word as a shell takes it, whatever is in it. */
export function quoteForShell(word: string): string {
  return /^[\w./:@%+,-]+$/.test(word) && !word.startsWith('-') ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
