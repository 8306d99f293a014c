import { z } from 'zod';

import { askServer } from './ask-server.ts';

/** What `studio.json` beside the page says: whether a server with a data folder is behind it, and which models. */
const studioInfo = z.object({
  /** Whether there are runs and artefacts to look into; not so on a static host. */
  data: z.boolean(),
  /** Folders with `model.json` and `weights.bin`, as addresses relative to the page, the default first. */
  models: z.array(z.object({ name: z.string(), path: z.string() })).min(1),
  /** Photos to try it with, as addresses relative to the page. */
  examples: z.array(z.object({ name: z.string(), path: z.string(), credit: z.string() })),
});

export type StudioInfo = Readonly<z.output<typeof studioInfo>>;

export async function readStudioInfo(signal: AbortSignal): Promise<StudioInfo> {
  return studioInfo.parse(await fetchJson('studio.json', signal));
}

/** JSON from the server; throws with what it says of an error. */
export async function fetchJson(path: string, signal: AbortSignal): Promise<unknown> {
  const response = await askServer(path, { signal });
  if (response.ok) return response.json();
  throw new Error(
    `${path}: expected an answer, got ${response.status}: ${(await response.text()).slice(0, 300)}`,
  );
}
