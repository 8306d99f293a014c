import { serveBatches } from '@tintype/network/batches';
import { openPatchRows } from '@tintype/records/node';

// The sources are the shards' paths, given by `train`.
serveBatches((paths) => openPatchRows(paths as readonly string[]));
