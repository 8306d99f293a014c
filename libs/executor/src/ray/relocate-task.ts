import { isAbsolute, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import type { ShardInput, ShardTask } from '../shard-task.ts';

/** Where things lie on the machine that started the run, and where on this one. */
export interface Places {
  /** The checkout of that machine. */
  readonly from: string;
  /** The checkout of this one. */
  readonly to: string;
  /** What runs on this machine write into, where `TINTYPE_DATA` says so; null: where the run does, or the same place of the checkout. */
  readonly data: string | null;
}

/** The task with its code, its store and its photos as they lie on this machine. */
export function relocateTask(task: ShardTask, places: Places): ShardTask {
  const { key, module, storeRoot } = task;
  return {
    ...task,
    key: { ...key, inputs: key.inputs.map((input) => relocateInput(input, places)) },
    module: pathToFileURL(relocate(fileURLToPath(module), places)).href,
    storeRoot: places.data === null ? relocate(storeRoot, places) : join(places.data, 'store'),
  };
}

function relocateInput(input: ShardInput, places: Places): ShardInput {
  return input.path === undefined ? input : { ...input, path: relocate(input.path, places) };
}

/** What lies in the checkout lies at the same place of the other one; anything else is where it is on every machine. */
function relocate(path: string, { from, to }: Places): string {
  const inside = relative(from, path);
  return inside.split('/')[0] === '..' || isAbsolute(inside) ? path : join(to, inside);
}
