import type { Input } from '@tintype/executor';

/** The bytes of the input of this name. Throws where a stage has planned none. */
export function readInput(inputs: readonly Input[], name: string): Promise<Uint8Array> {
  const found = inputs.find((input) => input.name === name);
  if (found === undefined) throw new Error(`Internal error: expected an input ${name}`);
  return found.read();
}
