import { PickleMachine } from './pickle-machine.ts';
import { nameOpcode, OPCODES } from './pickle-opcodes.ts';
import { OPERATIONS } from './pickle-operations.ts';
import type { PickleValue } from './pickle-value.ts';

/** A pickle's value, and the byte behind it. */
export interface Pickled {
  readonly value: PickleValue;
  readonly end: number;
}

/**
 * Reads one pickle of Python's protocol 2 from `start` on, as far as torch uses it for a state dict. Classes and
 * functions stay names, of which only those in `globals` are let in; none is looked up or called.
 * Throws an Error that names the byte at any other opcode or name, and where bytes are missing.
 */
export function readPickle(bytes: Uint8Array, start: number, globals: readonly string[] = []): Pickled {
  const machine = new PickleMachine(bytes, start, globals);
  for (;;) {
    const at = machine.at;
    const opcode = machine.takeNumber(1);
    if (opcode === OPCODES.STOP) return { value: machine.finish(), end: machine.at };
    const operation = OPERATIONS.get(opcode);
    if (operation === undefined)
      throw new Error(
        `byte ${at}: expected an opcode that torch writes a state dict with, got ${nameOpcode(opcode)}`,
      );
    operation(machine);
  }
}
