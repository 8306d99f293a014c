import { TestEnvironment } from 'jest-environment-node';

/**
 * Jest gives every test file its own set of globals, so a typed array that a worker, the file system or a
 * native addon returns is not an `instanceof` the test's own classes, and libraries that ask refuse it.
 * Sharing the outer realm's binary types makes a test see what the program sees.
 */
const SHARED = ['ArrayBuffer', 'SharedArrayBuffer', 'DataView', 'BigInt64Array', 'BigUint64Array']
  .concat(['Int8Array', 'Int16Array', 'Int32Array', 'Uint8Array', 'Uint8ClampedArray', 'Uint16Array'])
  .concat(['Uint32Array', 'Float32Array', 'Float64Array']);

export default class OneRealmEnvironment extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    for (const name of SHARED) this.global[name] = globalThis[name];
  }
}
