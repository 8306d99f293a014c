/** Photos of all classes in turn, at most `count`; the same ones for the same set. */
export function pickGallery(
  photos: readonly { readonly photo: string; readonly class: string }[],
  count: number,
): readonly string[] {
  const byClass = new Map<string, string[]>();
  for (const { photo, class: name } of [...photos].sort((x, y) => (x.photo < y.photo ? -1 : 1)))
    byClass.set(name, [...(byClass.get(name) ?? []), photo]);
  const queues = [...byClass].sort(([x], [y]) => (x < y ? -1 : 1)).map(([, ids]) => ids);
  const longest = Math.max(0, ...queues.map((ids) => ids.length));
  return Array.from({ length: longest }, (_, turn) => queues.flatMap((ids) => ids.slice(turn, turn + 1)))
    .flat()
    .slice(0, count);
}
