import { encodeModel } from '../model/model-files.ts';
import { metadataOf, type ModelFiles } from '../model/model-json.ts';
import { chooseLightness } from '../networks/lightness.ts';
import { buildNetwork, initialParameters } from '../networks/networks.ts';
import { variablesOf, writeParameters } from '../networks/parameters.ts';
import { type NetworkInput, networkSettings } from '../settings/network-settings.ts';
import { smallGamut } from './synthetic-patches.ts';

const BINS = 9;

/** A model that has learnt nothing, for tests: small, the same every time, and not without colours. Open a back end first. */
export async function syntheticModel(
  settings: NetworkInput = { kind: 'zhang', width: 2 },
): Promise<ModelFiles> {
  const network = networkSettings.parse(settings);
  const built = buildNetwork(network, BINS);
  writeParameters(variablesOf(built), initialParameters(network, built, new Float32Array(BINS), 3));
  const metadata = metadataOf(smallGamut(), {
    ...{ network, lightness: chooseLightness(network), temperature: 0.38 },
    trainedOn: { backEnd: 'none', version: '0' },
  });
  return encodeModel(built, metadata).finally(() => built.dispose());
}
