/** Files read or written at once: some tasks have thousands of small ones, and each is mostly waiting. */
const AT_ONCE = 8;

/** Does the work for some items at once. After a failure none is begun, and those under way end first, so that they leave no draft. */
export async function eachOf<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const rest = items.values();
  const failures: unknown[] = [];
  const workOff = async () => {
    for (const item of rest) {
      if (failures.length > 0) return;
      await work(item).catch((error: unknown) => failures.push(error));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, workOff));
  if (failures.length > 0) throw failures[0];
}
