import { counted } from '@tintype/report';
import { UserError } from '@tintype/stage';
import { listManifests, pushArtefacts } from '@tintype/store';
import { document, showBytes } from '@tintype/terminal';

import { defineCommand, heedInterrupts, type Surroundings, type ValuesOf } from '../command.ts';
import { openShared, requireWritable, SHARED_OPTIONS, transferProgress } from './shared-recipe.ts';

type Values = ValuesOf<typeof SHARED_OPTIONS>;

/** `tintype push`: sends what a recipe has made to the remote, and its manifests. */
export const pushCommand = defineCommand({
  name: 'push',
  summary: 'Sends all that a recipe has made to the remote that TINTYPE_REMOTE names.',
  operands: '',
  most: 0,
  options: SHARED_OPTIONS,
  examples: ['tintype push', 'tintype push -c forest', 'tintype push -c forest --json'],
  run: async (_operands, values, around) => push(values, around),
});

async function push(values: Values, around: Surroundings): Promise<void> {
  const { recipe, pipeline, json } = values;
  const { stdout, stderr, clock = Date.now } = around;
  const { url, mode } = requireWritable('push', around);
  const { store, remote, manifests } = await openShared({ url, mode }, values, around);
  const own = (await listManifests(manifests)).filter(
    (one) => one.recipe === recipe && one.pipeline === pipeline,
  );
  if (own.length === 0)
    throw new UserError(
      `push: expected artefacts of the recipe ${recipe}, found none; run it first, or name another with -c`,
    );
  const signal = heedInterrupts(around);
  const pushed = await pushArtefacts(store, remote, own, {
    signal,
    onProgress: transferProgress(stderr, 'push', clock),
  });
  if (json) return void stdout.write(document({ pipeline, recipe, remote: url, ...pushed }));
  const { blobs, bytes, there, records } = pushed;
  stdout.write(
    `${recipe}: ${counted(own.length, 'stage')}, ${counted(records, 'computation')}: ${counted(blobs, 'blob')} sent to ${url}, ${showBytes(bytes)}; ${there} were there\n`,
  );
}
