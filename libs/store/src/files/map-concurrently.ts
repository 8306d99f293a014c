/** Files to read or write at once: some tasks have thousands of small ones, and each is mostly waiting. */
export const FILES_AT_ONCE = 8;

/**
 * Does `work` for every item, for at most `atOnce` of them at a time. Where it fails, nothing more is begun, and what
 * is under way ends before the first error is thrown. → results in the order of the items
 */
export async function mapConcurrently<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results = new Array<Result>(items.length);
  const errors: unknown[] = [];
  const left = items.entries();
  const lane = async () => {
    for (const [i, item] of left) {
      if (errors.length > 0) return;
      await work(item).then(
        (result) => (results[i] = result),
        (error: unknown) => errors.push(error),
      );
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, lane));
  if (errors.length > 0) throw errors[0];
  return results;
}
