/** What an unknown thrown value says. Errors of other threads and realms are no `instanceof Error` here. */
export function describeError(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error
    ? String(error.message)
    : String(error);
}

/** The same with the message of its cause: "fetch failed: connect ECONNREFUSED …". */
export function explainError(error: unknown): string {
  const cause = typeof error === 'object' && error !== null && 'cause' in error ? error.cause : null;
  return [describeError(error), cause ? explainError(cause) : ''].filter((text) => text !== '').join(': ');
}

/** The code of a system error (ENOENT, …), or undefined. */
export function readErrorCode(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
