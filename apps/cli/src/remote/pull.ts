import { counted } from '@tintype/report';
import { UserError } from '@tintype/stage';
import {
  describeFault,
  describeHolder,
  type Holder,
  pullArtefacts,
  type Pulled,
  readManifestsThere,
  whileUsed,
} from '@tintype/store';
import { document, paragraph, showBytes } from '@tintype/terminal';

import { defineCommand, heedInterrupts, type Surroundings, type ValuesOf } from '../command.ts';
import { openShared, requireRemote, SHARED_OPTIONS, transferProgress } from './shared-recipe.ts';

type Values = ValuesOf<typeof SHARED_OPTIONS>;

/** `tintype pull`: brings what somebody has pushed of a recipe. */
export const pullCommand = defineCommand({
  name: 'pull',
  summary: 'Brings all that was pushed of a recipe from the remote that TINTYPE_REMOTE names.',
  operands: '',
  most: 0,
  options: SHARED_OPTIONS,
  examples: ['tintype pull', 'tintype pull -c forest', 'tintype pull -c forest --json'],
  run: async (_operands, values, around) => pull(values, around),
});

async function pull(values: Values, around: Surroundings): Promise<void> {
  const { recipe, pipeline, json } = values;
  const { url } = requireRemote('pull', around);
  const shared = await openShared({ url, mode: 'read' }, values, around);
  const manifests = await readManifestsThere(url, { pipeline, recipe });
  if (manifests.length === 0)
    throw new UserError(
      `pull: expected the recipe ${recipe} in ${url}, found none; who has run it sends it with "tintype push -c ${recipe}"`,
    );
  const { stdout, stderr, clock = Date.now } = around;
  const signal = heedInterrupts(around);
  const onProgress = transferProgress(stderr, 'pull', clock);
  const onWait = (holder: Holder) =>
    stderr.write(`pull waits for ${describeHolder(holder, 'cleans the store')}\n`);
  const pulled = await whileUsed(shared.store, `pull-${pipeline}-${recipe}`, { signal, onWait }, () =>
    pullArtefacts(shared.store, shared.remote, { manifests, root: shared.manifests }, { signal, onProgress }),
  );
  stdout.write(json ? document({ pipeline, recipe, remote: url, ...pulled }) : show(values, url, pulled));
  if (pulled.faults.length > 0)
    throw new UserError(
      `pull: ${pulled.faults.map(describeFault).join('; ')}; a run of ${recipe} computes it anew and mends the remote`,
    );
}

function show({ recipe }: Values, url: string, { brought, here, bytes, stages, kept }: Pulled): string {
  const came = `${counted(brought, 'computation')} came from ${url}, ${showBytes(bytes)}; ${here} were here`;
  return paragraph([
    `${recipe}: ${came}`,
    ...(stages.length > 0 ? [`artefacts here now: ${stages.join(', ')}`] : []),
    ...(kept.length > 0 ? [`${kept.join(', ')}: what your own run has left stays`] : []),
  ]);
}
