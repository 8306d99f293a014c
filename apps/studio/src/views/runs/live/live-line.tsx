import { connection, unreadable } from './live.ts';

/** Says where the page does not hear of runs as they go on; nothing where it does. */
export function LiveLine() {
  if (unreadable.value !== null)
    return (
      <p class="runs-live" role="status">
        The server told something that this page cannot read: {unreadable.value}. Load the page again.
      </p>
    );
  if (connection.value !== 'lost') return null;
  return (
    <p class="runs-live" role="status">
      The connection to the server is lost, so this may be out of date. Trying again …
    </p>
  );
}
