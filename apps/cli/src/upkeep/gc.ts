import { join, relative } from 'node:path';

import { UserError } from '@tintype/stage';
import {
  describeHolder,
  type Garbage,
  type Holder,
  listManifests,
  openStore,
  planGarbage,
  removeGarbage,
  whileUnused,
} from '@tintype/store';
import { document, showBytes } from '@tintype/terminal';

import { defineCommand, type Surroundings, type ValuesOf } from '../command.ts';
import { dataFolder } from '../workspace.ts';
import { collectThere } from './gc-remote.ts';

const OPTIONS = {
  yes: {
    type: 'boolean',
    default: false,
    help: 'remove the files; without it, gc only lists what it would remove',
  },
  'keep-days': {
    type: 'string',
    value: 'n',
    help: 'keep files made in the last n days (0; 30 with --remote)',
  },
  remote: {
    type: 'boolean',
    default: false,
    help: 'look at the remote that TINTYPE_REMOTE names instead of the store here',
  },
  json: { type: 'boolean', default: false, help: 'print one JSON document' },
  data: { type: 'string', value: 'folder', help: 'data folder (this workspace’s)' },
} as const;

const DAY = 24 * 60 * 60 * 1000;
/** What colleagues have computed and not pushed no manifest there names: it stays as long as this. */
const REMOTE_KEEP_DAYS = '30';

/** `tintype gc`: removes what no manifest and no unfinished training needs. */
export const gcCommand = defineCommand({
  name: 'gc',
  summary: 'Finds unreferenced files in the store; --yes removes them.',
  operands: '',
  most: 0,
  options: OPTIONS,
  examples: ['tintype gc', 'tintype gc --yes', 'tintype gc --yes --keep-days 14', 'tintype gc --remote'],
  run: async (_operands, values, around) => {
    const data = dataFolder(around, values.data);
    const now = around.clock?.() ?? Date.now();
    const before = now - days(values['keep-days'] ?? (values.remote ? REMOTE_KEEP_DAYS : '0')) * DAY;
    if (values.remote) return collectThere(data, before, values, around);
    const garbage = values.yes ? await collect(data, before, around) : await plan(data, before);
    around.stdout.write(shown(data, garbage, values));
  },
});

function days(given: string): number {
  if (/^\d+(\.\d+)?$/.test(given)) return Number(given);
  throw new UserError(`gc: --keep-days: expected a number of days, got "${given}"`, 2);
}

async function plan(data: string, before: number): Promise<Garbage> {
  return planGarbage(openStore(join(data, 'store')), await listManifests(join(data, 'manifests')), {
    before,
  });
}

async function collect(data: string, before: number, { stderr }: Surroundings): Promise<Garbage> {
  const store = openStore(join(data, 'store'));
  const { signal } = new AbortController(); // Ctrl-C ends the process; what is left then is removed the next time
  const onWait = (holder: Holder) =>
    stderr.write(`gc waits for ${describeHolder(holder, 'cleans the store')}\n`);
  const outcome = await whileUnused(store, { signal, onWait }, async () => {
    const garbage = await plan(data, before);
    await removeGarbage(store, garbage);
    return garbage;
  });
  if ('done' in outcome) return outcome.done;
  throw new UserError(
    `gc: nothing was removed, run it again afterwards: the store is used by ${outcome.users
      .map((user) => describeHolder(user, 'runs a stage'))
      .join(', and by ')}`,
  );
}

function shown(
  data: string,
  { blobs, records, checkpoints, bytes, kept }: Garbage,
  { yes, json }: ValuesOf<typeof OPTIONS>,
): string {
  if (json) {
    const names = (paths: readonly string[]) => paths.map((path) => relative(data, path));
    const lists = { blobs: names(blobs), records: names(records), checkpoints: names(checkpoints) };
    return document({ removed: yes, ...lists, bytes, kept });
  }
  const what = `${blobs.length} blobs, ${records.length} records and ${checkpoints.length} folders of checkpoints, ${showBytes(bytes)}`;
  const verb = yes ? 'removed' : 'would be removed (--yes does it)';
  return `${what}, ${verb}; ${kept.blobs} blobs stay, ${showBytes(kept.bytes)}\n`;
}
