import { type Json, sha256 } from '@tintype/store';

import type { Input, ReusableInput, ShardOutput, ShardRequest } from '../compute.ts';

/** What a computation is given when it is called by itself: nobody listens, and nothing interrupts it. */
export function shardRequest<Settings = Json>(
  request: Pick<ShardRequest<Settings>, 'name' | 'settings' | 'inputs'> & Partial<ShardRequest<Settings>>,
): ShardRequest<Settings> {
  return {
    reuse: [],
    checkpoints: '',
    memory: { take: (bytes) => new Uint8Array(bytes).fill(0xff) }, // what is there means nothing
    signal: new AbortController().signal,
    progress: () => undefined,
    note: () => undefined,
    ...request,
  };
}

/** Bytes in memory as an input; they lie in no file. */
export function inputFromBytes(name: string, bytes: Uint8Array): Input {
  const noFile = async () => Promise.reject(new Error(`${name}: expected to be read, not opened as a file`));
  return { name, sha256: sha256(bytes), read: async () => bytes, file: noFile };
}

/** What a computation gave, as the next one reads it. */
export function toInputs(outputs: readonly ShardOutput[]): readonly Input[] {
  return outputs.map(({ name, bytes }) => inputFromBytes(name, bytes));
}

/** What a computation gave, as one that may copy from it reads it. */
export function reusableInput({ name, sha256: digest, read }: Input): ReusableInput {
  return {
    name,
    sha256: digest,
    async readIfIntact(isWanted = () => true) {
      const bytes = await read();
      return isWanted(bytes) && sha256(bytes) === digest ? bytes : null;
    },
  };
}
