interface Opened<T> {
  readonly key: string;
  readonly value: T;
}

/**
 * Keeps what was opened last, for whoever asks for the same again: shards of one stage follow each other in a thread and
 * need one model. What was opened before is closed when another is asked for. One at a time may ask.
 */
export function keepOpen<T>(close: (value: T) => void): (key: string, open: () => Promise<T>) => Promise<T> {
  let last: Opened<T> | null = null;
  return async (key, open) => {
    if (last?.key === key) return last.value;
    if (last !== null) close(last.value);
    last = null;
    const value = await open();
    last = { key, value };
    return value;
  };
}
