import * as tf from '@tensorflow/tfjs';

import { MODE } from '../model/decode-colours.ts';
import { cellsWithin, type Model, modelOf } from '../model/model.ts';
import { gamutOf } from '../model/model-json.ts';
import type { ModelMetadata } from '../model/model-metadata.ts';
import type { Plane } from '../model/tiles.ts';
import { wholePlane } from '../model/whole-plane.ts';
import { findGeometry } from '../networks/geometry.ts';
import { scaleLightness } from '../networks/lightness.ts';
import { readParameters, variablesOf } from '../networks/parameters.ts';
import { currentBinding, load } from './graph-session.ts';
import { FEED, FETCH, predictionGraph } from './prediction-graph.ts';

/**
 * A model on the back end `tensorflow` whose network is one native call, in which what can be fused is fused and what
 * can run side by side does; the cells of a network that sees whole pictures are decoded in the same call.
 * Takes the given network over.
 */
export async function graphModel(network: tf.LayersModel, metadata: ModelMetadata): Promise<Model> {
  const learnt = await readParameters(variablesOf(network));
  const session = openSession(predictionGraph(network, learnt, gamutOf(metadata).bins));
  network.dispose();
  const model = modelOf(
    {
      predict: (x) => session.run({ [FEED.lightness]: x, ...wanted() }, FETCH.logits),
      dispose: session.close,
    },
    metadata,
  );
  const { stride } = findGeometry(metadata.network);
  if (stride === 1) return model;
  return {
    ...model,
    async predictCells(values, height, width, temperature, frame = 0) {
      if (!(temperature > MODE && temperature <= 1))
        return model.predictCells(values, height, width, temperature, frame);
      const whole = wholePlane({ values, height, width }, metadata);
      const { first, down, across } = cellsWithin({ height, width }, stride, frame);
      const coloured = tf.tidy(() =>
        session.run(
          {
            [FEED.lightness]: asSeen(whole, metadata),
            [FEED.sharpness]: tf.scalar(1 / temperature),
            ...wanted({ first, down, across }),
          },
          FETCH.ab,
        ),
      );
      const ab = await coloured.data<'float32'>();
      coloured.dispose();
      return { ab, down, across, stride };
    },
  };
}

/** Which part of the output is wanted. Default: all of it. */
function wanted({ first, down, across } = { first: 0, down: -1, across: -1 }) {
  return {
    [FEED.begin]: tf.tensor1d([0, first, first, 0], 'int32'),
    [FEED.size]: tf.tensor1d([-1, down, across, -1], 'int32'),
  };
}

/** → [1, H, W, 1] */
function asSeen({ values, height, width }: Plane, { lightness }: ModelMetadata): tf.Tensor {
  return tf.tensor4d(scaleLightness(values, lightness), [1, height, width, 1]);
}

/** A graph that TensorFlow has taken in; it runs on tensors of the back end, so nothing is copied between. */
function openSession(graph: ReturnType<typeof predictionGraph>) {
  const binding = currentBinding();
  const session = load(graph, binding);
  const backEnd = tf.backend() as unknown as GraphRunner;
  return {
    run(feeds: Readonly<Record<string, tf.Tensor>>, fetch: string): tf.Tensor {
      const infos = Object.keys(feeds).map((name) => ({ name: `${name}:0` }));
      const [output] = backEnd.runSavedModel(session, Object.values(feeds), infos, [`${fetch}:0`]);
      if (output !== undefined) return output;
      throw new Error(`Internal error: expected ${fetch} from the session`);
    },
    close: () => binding.deleteSavedModel(session),
  };
}

/** The part of tfjs-node's back end that runs graphs; of what is fed it asks no more than the name. */
interface GraphRunner {
  runSavedModel(
    session: number,
    inputs: readonly tf.Tensor[],
    feeds: readonly { readonly name: string }[],
    fetches: readonly string[],
  ): tf.Tensor[];
}
