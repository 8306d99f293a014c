import { isAbsolute, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import type { ShardInput, ShardTask } from '../shard-task.ts';

/** Where the checkout lies on the machine that started the run, and where on this one. */
export interface Checkouts {
  readonly from: string;
  readonly to: string;
}

/** The task with its code, its store and its photos as they lie on this machine. */
export function relocateTask(task: ShardTask, checkouts: Checkouts): ShardTask {
  const { key, module, storeRoot } = task;
  return {
    ...task,
    key: { ...key, inputs: key.inputs.map((input) => relocateInput(input, checkouts)) },
    module: pathToFileURL(relocate(fileURLToPath(module), checkouts)).href,
    storeRoot: relocate(storeRoot, checkouts),
  };
}

function relocateInput(input: ShardInput, checkouts: Checkouts): ShardInput {
  return input.path === undefined ? input : { ...input, path: relocate(input.path, checkouts) };
}

/** What lies in the checkout lies at the same place of the other one; anything else is where it is on every machine. */
function relocate(path: string, { from, to }: Checkouts): string {
  const inside = relative(from, path);
  return inside.split('/')[0] === '..' || isAbsolute(inside) ? path : join(to, inside);
}
