import { join } from 'node:path';

import { nearest, UserError } from '@tintype/stage';
import { listManifests, type Manifest } from '@tintype/store';

/** All manifests, stages behind those that they read. */
export async function manifestsIn(data: string): Promise<readonly Manifest[]> {
  const manifests = await listManifests(join(data, 'manifests'));
  const key = (manifest: Manifest): readonly string[] => {
    const { pipeline, recipe, stage } = manifest;
    return [pipeline, recipe, String(depthOf(manifest, manifests)).padStart(3), stage];
  };
  return [...manifests].sort((one, other) => (key(one).join('\0') < key(other).join('\0') ? -1 : 1));
}

/** How many stages lie between an artefact and the source, at most. */
function depthOf({ pipeline, recipe, inputs }: Manifest, manifests: readonly Manifest[]): number {
  const depths = inputs.map(({ stage }) => {
    const input = manifests.find(
      (one) => one.pipeline === pipeline && one.recipe === recipe && one.stage === stage,
    );
    return input ? 1 + depthOf(input, manifests) : 0;
  });
  return Math.max(0, ...depths);
}

/** Which artefact is meant. */
export interface Wanted {
  readonly pipeline: string;
  readonly recipe: string;
  readonly stage: string;
}

/** The manifest that is meant; throws a UserError that says which there are. */
export function manifestNamed(manifests: readonly Manifest[], wanted: Wanted, data: string): Manifest {
  if (manifests.length === 0) {
    throw new UserError(`no artefacts in ${data}: run "npx nx run ${wanted.pipeline}:all" first`);
  }
  const ofPipeline = narrowed(manifests, 'pipeline', wanted.pipeline, 'pipeline');
  const ofRecipe = narrowed(ofPipeline, 'recipe', wanted.recipe, `recipe of ${wanted.pipeline}`);
  const [found] = narrowed(ofRecipe, 'stage', wanted.stage, `stage of ${wanted.pipeline}, ${wanted.recipe}`);
  if (!found) throw new Error('Internal error: expected a manifest after narrowing');
  return found;
}

function narrowed(
  manifests: readonly Manifest[],
  key: keyof Wanted,
  value: string,
  place: string,
): readonly Manifest[] {
  const found = manifests.filter((manifest) => manifest[key] === value);
  if (found.length > 0) return found;
  const known = [...new Set(manifests.map((manifest) => manifest[key]))];
  const hint = nearest(value, known);
  throw new UserError(
    `no artefact of "${value}" (${place}): ${hint ? `did you mean "${hint}"?` : `there are ${known.join(', ')}`}`,
    2,
  );
}
