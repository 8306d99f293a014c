/**
 * An answer of whoever serves the page. A browser says of a server that is not there only that it failed, so this says
 * what that means and what to do. What `init.signal` aborts throws as it is.
 */
export async function askServer(address: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(address, init);
  } catch (cause) {
    if (init.signal?.aborted) throw cause;
    throw new Error(`${address}: the server does not answer; is "npx tintype serve" still running?`, {
      cause,
    });
  }
}
