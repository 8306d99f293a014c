import { counted, grouped } from '@tintype/report';
import type { Json } from '@tintype/store/neutral';
import { z } from 'zod';

import { JsonTree } from '../../../parts/json-tree.tsx';

const layer = z.object({
  class_name: z.string(),
  config: z.object({ name: z.string() }).catchall(z.json()),
});

const modelJson = z.object({
  modelTopology: z.object({ config: z.object({ layers: z.array(layer) }) }),
  weightsManifest: z.array(
    z.object({
      weights: z.array(z.object({ name: z.string(), shape: z.array(z.int()), dtype: z.string() })),
    }),
  ),
  userDefinedMetadata: z.json().optional(),
});

type Weight = z.output<typeof modelJson>['weightsManifest'][number]['weights'][number];

/** A TF.js model: its layers with their parameters, and what it says of itself. */
export function ModelContent({ value }: { readonly value: Json }) {
  const model = modelJson.safeParse(value);
  if (!model.success) return <JsonTree value={value} />; // a model of another kind can still be read
  const { modelTopology, weightsManifest, userDefinedMetadata } = model.data;
  const weights = weightsManifest.flatMap((group) => group.weights);
  const all = weights.reduce((sum, weight) => sum + sizeOf(weight), 0);
  return (
    <>
      <p>
        {counted(modelTopology.config.layers.length, 'layer')}, {counted(all, 'parameter')}
      </p>
      <div class="scroll" role="region" aria-label="Layers" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">layer</th>
              <th scope="col">kind</th>
              <th scope="col" class="number">
                parameters
              </th>
              <th scope="col">shapes</th>
            </tr>
          </thead>
          <tbody>
            {modelTopology.config.layers.map(({ class_name, config: { name } }) => {
              const own = weights.filter((weight) => weight.name.startsWith(`${name}/`));
              return (
                <tr>
                  <th scope="row">{name}</th>
                  <td>{class_name}</td>
                  <td class="number">{grouped(own.reduce((sum, weight) => sum + sizeOf(weight), 0))}</td>
                  <td>{own.map(({ shape }) => shape.join(' × ')).join(', ')}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {userDefinedMetadata !== undefined && (
        <>
          <h3>What it says of itself</h3>
          <JsonTree value={userDefinedMetadata} />
        </>
      )}
    </>
  );
}

function sizeOf({ shape }: Weight): number {
  return shape.reduce((product, n) => product * n, 1);
}
