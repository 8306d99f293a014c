interface Kept<Value> {
  readonly value: Promise<Value>;
  readonly mark: string;
  readonly until: number;
}

export interface KeepOptions {
  /** What an answer depends on, as a text that changes with it. */
  mark(): Promise<string>;
  clock(): number;
  /** How long an answer holds at most, as it may depend on what the mark does not show; milliseconds. */
  readonly keepMs: number;
}

/**
 * Remembers answers by a key. Those who ask at the same time get the same one; one that failed is not kept.
 *
 * @returns the kept answer for the key, else a new one
 */
export function keepAnswers<Value>({ mark, clock, keepMs }: KeepOptions) {
  const answers = new Map<string, Kept<Value>>();
  return async (key: string, make: () => Promise<Value>): Promise<Value> => {
    const now = await mark();
    const kept = answers.get(key);
    if (kept !== undefined && kept.mark === now && clock() < kept.until) return kept.value;
    const value = make();
    const entry = { value, mark: now, until: Infinity };
    answers.set(key, entry);
    value.then(
      () => answers.get(key) === entry && answers.set(key, { ...entry, until: clock() + keepMs }),
      () => answers.get(key) === entry && answers.delete(key),
    );
    return value;
  };
}
