import * as tf from '@tensorflow/tfjs';

import { MODE } from '../model/decode-colours.ts';
import { inner, type Model, modelOf } from '../model/model.ts';
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
    { predict: (x) => session.run({ [FEED.lightness]: x }, FETCH.logits), dispose: session.close },
    metadata,
  );
  const { stride } = findGeometry(metadata.network);
  if (stride === 1) return model;
  return {
    ...model,
    async predictCells(values, height, width, temperature) {
      if (!(temperature > MODE && temperature <= 1))
        return model.predictCells(values, height, width, temperature);
      const whole = wholePlane({ values, height, width }, metadata);
      const ab = tf.tidy(() =>
        session.run(
          { [FEED.lightness]: asSeen(whole, metadata), [FEED.sharpness]: tf.scalar(1 / temperature) },
          FETCH.ab,
        ),
      );
      const wide = await ab.data<'float32'>();
      ab.dispose();
      const of = { across: whole.width / stride, channels: 2, height, width, stride };
      const { cells, ...grid } = inner(wide, of);
      return { ab: cells, ...grid };
    },
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

/** The part of tfjs-node's back end that runs graphs; what is fed is float32, of which it asks no more than the name. */
interface GraphRunner {
  runSavedModel(
    session: number,
    inputs: readonly tf.Tensor[],
    feeds: readonly { readonly name: string }[],
    fetches: readonly string[],
  ): tf.Tensor[];
}
