import { join } from 'node:path';

import type { SourceContext } from '@tintype/images/sources';
import type { Folders } from '@tintype/stage';

/** Where the sources of a workspace lie. */
export function sourceContext(
  folders: Pick<Folders, 'workspace' | 'data'>,
  signal: AbortSignal,
  emit: SourceContext['emit'],
): SourceContext {
  return {
    bundled: join(folders.workspace, 'data', 'photos'),
    base: folders.workspace,
    downloads: join(folders.data, 'downloads'),
    signal,
    emit,
  };
}
