import { hasArchive, type SourceSettings } from '@tintype/images/sources';
import { locateFolders } from '@tintype/stage';

import { sourceContext } from './source-context.ts';

type ArchiveSource = Extract<SourceSettings, { kind: 'archive' }>;

/** How long a server may take to say that it is there. */
const PATIENCE_MS = 3000;

/** One line when an archive can be had. */
export async function probeArchive(source: ArchiveSource, workspace: string): Promise<readonly string[]> {
  const context = sourceContext(locateFolders(workspace), new AbortController().signal, () => {});
  const isThere = (await hasArchive(source, context)) || (await answers(source.url ?? ''));
  return isThere ? [`source ${source.url} can be had`] : [];
}

async function answers(url: string): Promise<boolean> {
  return fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(PATIENCE_MS) }).then(
    ({ ok }) => ok,
    () => false, // whatever the reason, it cannot be had now
  );
}
