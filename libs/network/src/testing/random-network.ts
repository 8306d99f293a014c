import type * as tf from '@tensorflow/tfjs';
import { normalFrom, rngFrom } from '@tintype/colour';

import { buildNetwork, initialParameters } from '../networks/networks.ts';
import { variablesOf, writeParameters } from '../networks/parameters.ts';
import { type NetworkInput, networkSettings } from '../settings/network-settings.ts';

/** A network for tests: statistics and γ of about 1, everything else about as it starts. */
export function randomNetwork(input: NetworkInput, bins: number): tf.LayersModel {
  const settings = networkSettings.parse(input);
  const network = buildNetwork(settings, bins);
  const variables = variablesOf(network);
  const normal = normalFrom(rngFrom('fold'));
  const flat = initialParameters(settings, network, new Float32Array(bins), 3);
  let start = 0;
  for (const { name, size } of variables) {
    const part = flat.subarray(start, (start += size));
    if (/\/(gamma|moving_variance)/.test(name))
      part.forEach((_, i) => (part[i] = 1 + Math.abs(normal()) / 4));
    if (/\/(beta|moving_mean|bias)/.test(name)) part.forEach((_, i) => (part[i] = normal() / 4));
  }
  writeParameters(variables, flat);
  return network;
}
