/** The process that holds a lock, as far as it can be seen. */
export interface Holder {
  readonly pid: number;
  /** Where it runs, when nobody here can see whether it still does; else null. */
  readonly elsewhere: string | null;
  /** The lock. */
  readonly file: string;
}

/** `process 12, which <does>`, and what to do when it cannot be seen from here. */
export function describeHolder({ pid, elsewhere, file }: Holder, does: string): string {
  return elsewhere === null
    ? `process ${pid}, which ${does}`
    : `process ${pid} on ${elsewhere}, which ${does}; whether it still runs cannot be seen from here: if it does not, delete ${file}`;
}
