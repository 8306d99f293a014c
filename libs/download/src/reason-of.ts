/** What an unknown thrown value says about itself, with the message of its cause: "fetch failed: connect ECONNREFUSED …". */
export function reasonOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('message' in error)) return String(error);
  const own = String(error.message);
  const cause = 'cause' in error && error.cause ? reasonOf(error.cause) : '';
  return cause === '' ? own : `${own}: ${cause}`;
}
