import { checkArrowFile, isArrowFile } from '@tintype/records/node';
import { isMissing, messageOf, type Store } from '@tintype/store';

import type { ShardInput, ShardTask } from './shard-task.ts';

/**
 * Looks at the Arrow files that a computation is about to read, before anything is made of them. Here and not where they
 * are read, so that every computation has it and none has it in its bundle.
 *
 * @returns what may be reused: files that contradict themselves are left out
 * @throws when an input contradicts itself
 */
export function checkArrowInputs(
  { inputs, reuse }: Pick<ShardTask, 'inputs' | 'reuse'>,
  store: Pick<Store, 'blobPath'>,
): readonly ShardInput[] {
  for (const input of inputs) {
    const complaint = complaintOf(input, store);
    if (complaint !== null) throw new Error(`${input.name}: ${complaint}`);
  }
  return reuse.filter((input) => complaintOf(input, store) === null);
}

/** What is wrong with a blob that is an Arrow file. A photo is none, whatever its bytes begin with. */
function complaintOf({ path, sha256 }: ShardInput, store: Pick<Store, 'blobPath'>): string | null {
  if (path !== store.blobPath(sha256)) return null;
  try {
    if (isArrowFile(path)) checkArrowFile(path);
    return null;
  } catch (error) {
    return isMissing(error) ? null : messageOf(error); // the computation knows what a missing blob means to it
  }
}
