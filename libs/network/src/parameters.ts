import * as tf from '@tensorflow/tfjs';

/** The trainable variables of a network, in the order in which flat vectors hold them. */
export function variablesOf(network: tf.LayersModel): tf.Variable[] {
  const registered = tf.engine().state.registeredVariables;
  return network.trainableWeights.map(({ name }) => {
    const variable = registered[name];
    if (variable === undefined)
      throw new Error(`Internal error: expected a variable ${name} but there was none`);
    return variable;
  });
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
