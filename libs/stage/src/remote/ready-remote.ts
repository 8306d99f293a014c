import type { StageRun } from '../run/stage-run.ts';

/** Before a run: throws where its remote cannot be used, and sends there what earlier runs could not. */
export async function readyRemote(
  { store: { remote } }: StageRun,
  note: (text: string) => void,
): Promise<void> {
  if (remote === null) return;
  await remote.check();
  const sent = await remote.sendUnsent();
  if (sent > 0)
    note(`sent ${sent} ${sent === 1 ? 'shard' : 'shards'} of earlier runs to ${remote.address.url}`);
}
