/** An object of a remote that is lost, or is not what its name says: it does not count as there. */
export interface RemoteFault {
  /** Its address. */
  readonly object: string;
  readonly expected: string;
  readonly found: string;
}

/** The fault in words. */
export function describeFault({ object, expected, found }: RemoteFault): string {
  return `${object}: expected ${expected}, found ${found}`;
}
