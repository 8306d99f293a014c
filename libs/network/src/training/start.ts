import * as tf from '@tensorflow/tfjs';

import { type EncoderFiles, readEncoder } from '../encoder/read-encoder.ts';
import type { ModelFiles } from '../model/model-json.ts';
import type { ModelMetadata } from '../model/model-metadata.ts';
import { rebuildModel } from '../model/rebuild-model.ts';
import { DEFAULT_CUT } from '../settings/network-settings.ts';

/** What a training starts from beside what it draws. */
export type Start =
  /** The network `pretrained` gets its encoder from these files; the rest is drawn. */
  | { readonly kind: 'encoder'; readonly files: EncoderFiles }
  /** All parameters are those of a saved model, which has the same network and the same bins. */
  | { readonly kind: 'model'; readonly files: ModelFiles };

/** What a model has to share with a training that starts from it. */
type Shared = Pick<ModelMetadata, 'network' | 'gamut'>;

/** Writes what a start holds into `network`, a network of these settings. Throws an error that names what does not fit. */
export function writeStart(network: tf.LayersModel, start: Start, shared: Shared): void {
  switch (start.kind) {
    case 'encoder':
      return writeEncoder(network, start.files, shared.network);
    case 'model':
      return writeModel(network, start.files, shared);
    default:
      return start satisfies never;
  }
}

function writeEncoder(
  network: tf.LayersModel,
  files: EncoderFiles,
  { cut = DEFAULT_CUT }: Shared['network'],
): void {
  const tensors = readEncoder(files, cut);
  for (const layer of network.layers) {
    const [kernel, bias] = [tensors.get(`${layer.name}/kernel`), tensors.get(`${layer.name}/bias`)];
    if (kernel === undefined || bias === undefined) continue;
    tf.tidy(() => layer.setWeights([kernel, bias].map(({ values, shape }) => tf.tensor(values, [...shape]))));
  }
}

/** Layer by layer: a frozen one stands at another place among all weights. */
function writeModel(network: tf.LayersModel, files: ModelFiles, shared: Shared): void {
  const saved = rebuildModel(files);
  try {
    checkFit(saved.metadata, shared);
    network.layers.forEach((layer, i) => layer.setWeights(saved.network.layers[i]?.getWeights() ?? []));
  } finally {
    saved.network.dispose();
  }
}

function checkFit(saved: Shared, wanted: Shared): void {
  const [network, expected] = [describe(saved.network), describe(wanted.network)];
  if (network !== expected)
    throw new Error(
      `train.start: expected a model of the network ${expected}, got one of ${network}; set train.network and train.activation to the model’s, or start from another model`,
    );
  const differing =
    saved.gamut.bins.length !== wanted.gamut.bins.length ||
    saved.gamut.bins.some((bin, q) => String(bin) !== String(wanted.gamut.bins[q]));
  if (differing)
    throw new Error(
      `train.start: expected a model of the ${wanted.gamut.bins.length} bins of prior, got one of ${saved.gamut.bins.length} that are not the same; set prior.gamut to "model" and prior.model to what train.start names`,
    );
}

function describe({ kind, width, cut, activation }: Shared['network']): string {
  const parts = [kind, `width ${width}`, `activation ${activation.kind}`];
  return (kind === 'pretrained' ? [...parts, `cut ${cut ?? DEFAULT_CUT}`] : parts).join(', ');
}
