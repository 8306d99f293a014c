/** The TensorFlow whose wheels are fetched, see wheels.ts. */
export const TENSORFLOW_VERSION = '2.21.0';

/** The version of `@tensorflow/tfjs-node-gpu` whose C++ sources are compiled; a test compares it with package.json. */
export const TFJS_VERSION = '4.22.0';

/** Node's stable ABI that the binding is compiled for: one addon serves Node 20, 22 and 24. */
export const NODE_API = 8;
