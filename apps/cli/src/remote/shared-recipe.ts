import { join } from 'node:path';

import { UserError } from '@tintype/stage';
import {
  openStore,
  readRemoteAddress,
  type RemoteAddress,
  type Store,
  type StoreRemote,
} from '@tintype/store';
import { canvasOn, createProgressBar, showBytes, type Sink } from '@tintype/terminal';

import type { Options, Surroundings } from '../command.ts';
import { PIPELINE_OPTION, pipelineNamed } from '../plans/recipe-plans.ts';
import { dataFolder } from '../workspace.ts';

/** What push and pull are told. */
export const SHARED_OPTIONS = {
  recipe: {
    type: 'string',
    value: 'name',
    short: 'c',
    default: 'default',
    help: 'the recipe (default)',
  },
  ...PIPELINE_OPTION,
  json: { type: 'boolean', default: false, help: 'print one JSON document' },
  data: { type: 'string', value: 'folder', help: 'data folder (this workspace’s)' },
} as const satisfies Options;

/** A store in front of its remote, with where the manifests are. */
export interface SharedStore {
  readonly store: Store;
  readonly remote: StoreRemote;
  /** The folder of manifests. */
  readonly manifests: string;
}

/** The remote that the environment names. Throws where it names none. */
export function requireRemote(command: string, { env }: Surroundings): RemoteAddress {
  const address = readRemoteAddress(env);
  if (address !== null) return address;
  throw new UserError(
    `${command}: expected a remote, got none; set TINTYPE_REMOTE=s3://<bucket>/<prefix> or file:///<folder>`,
    2,
  );
}

/** Throws as well where the remote is only to be read. */
export function requireWritable(command: string, around: Surroundings): RemoteAddress {
  const address = requireRemote(command, around);
  if (address.mode === 'write') return address;
  throw new UserError(
    `${command}: TINTYPE_REMOTE_MODE=read forbids it; unset it to write to ${address.url}`,
    2,
  );
}

/** The store of the data folder and its remote, which is asked whether it can be used. */
export async function openShared(
  address: RemoteAddress,
  { pipeline, data }: { readonly pipeline: string; readonly data?: string },
  around: Surroundings,
): Promise<SharedStore> {
  pipelineNamed(pipeline);
  const folder = dataFolder(around, data);
  const store = openStore(join(folder, 'store'), address);
  const { remote } = store;
  if (remote === null) throw new Error('Internal error: expected a remote');
  await remote.check();
  return { store, remote, manifests: join(folder, 'manifests') };
}

/** Where a transfer is: on a terminal a line that is redrawn and goes away at the end, elsewhere nothing. */
export function transferProgress(out: Sink, name: string, clock: () => number) {
  const bar = createProgressBar(canvasOn(out), clock);
  bar.start(name);
  return ({
    done,
    total,
    bytes,
  }: {
    readonly done: number;
    readonly total: number;
    readonly bytes: number;
  }) => {
    if (done === total) bar.erase();
    else bar.show({ done, total, figures: [`${done}/${total} shards`, showBytes(bytes)] });
  };
}
