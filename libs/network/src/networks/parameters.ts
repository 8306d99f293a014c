import * as tf from '@tensorflow/tfjs';

/** The variables that gradients move, in the order in which flat vectors hold them. */
export function trainableOf(network: tf.LayersModel): tf.Variable[] {
  return network.trainableWeights.map(registered);
}

/** All variables: behind the trainable ones the statistics of batch normalisation. */
export function variablesOf(network: tf.LayersModel): tf.Variable[] {
  return [...network.trainableWeights, ...network.nonTrainableWeights].map(registered);
}

function registered({ name }: { readonly name: string }): tf.Variable {
  const variable = tf.engine().state.registeredVariables[name];
  if (variable !== undefined) return variable;
  throw new Error(`Internal error: expected a variable ${name} but there was none`);
}

/** All parameters end to end. [P] */
export async function readParameters(variables: readonly tf.Variable[]): Promise<Float32Array> {
  const flat = tf.tidy(() => concatFlat(variables));
  const values = await flat.data<'float32'>();
  flat.dispose();
  return values;
}

/** Sets all parameters from one vector [P]. */
export function writeParameters(variables: readonly tf.Variable[], flat: Float32Array): void {
  let start = 0;
  for (const variable of variables) {
    const values = flat.slice(start, (start += variable.size)); // a copy: some back ends keep the array
    tf.tidy(() => variable.assign(tf.tensor(values, variable.shape)));
  }
  if (start !== flat.length)
    throw new Error(`Internal error: expected ${start} parameters but was ${flat.length}`);
}

/** Lays tensors end to end. */
export function concatFlat(tensors: readonly tf.Tensor[]): tf.Tensor1D {
  return tf.concat1d(tensors.map((tensor) => tf.reshape(tensor, [tensor.size]) as tf.Tensor1D));
}
