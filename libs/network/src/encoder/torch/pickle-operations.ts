import type { PickleMachine } from './pickle-machine.ts';
import { OPCODES } from './pickle-opcodes.ts';
import type { PickleDict, PickleValue } from './pickle-value.ts';

type Operation = (machine: PickleMachine) => void;

/** The only protocol that torch writes a state dict in. */
const PROTOCOL = 2;
/** Which class stands for a dictionary. */
export const ORDERED_DICT = 'collections.OrderedDict';

/** What each opcode does, but STOP; by the descriptions of Python's `pickletools`. */
export const OPERATIONS: ReadonlyMap<number, Operation> = new Map<number, Operation>([
  [OPCODES.PROTO, checkProtocol],
  [OPCODES.NONE, (machine) => machine.push(null)],
  [OPCODES.NEWTRUE, (machine) => machine.push(true)],
  [OPCODES.NEWFALSE, (machine) => machine.push(false)],
  [OPCODES.BININT, (machine) => machine.push(machine.takeNumber(4) | 0)], // signed
  [OPCODES.BININT1, (machine) => machine.push(machine.takeNumber(1))],
  [OPCODES.BININT2, (machine) => machine.push(machine.takeNumber(2))],
  [OPCODES.LONG1, pushLong],
  [OPCODES.BINUNICODE, pushText],
  [OPCODES.MARK, (machine) => machine.mark()],
  [OPCODES.EMPTY_TUPLE, (machine) => machine.push([])],
  [OPCODES.EMPTY_LIST, (machine) => machine.push([])],
  [OPCODES.EMPTY_DICT, (machine) => machine.push(new Map())],
  [OPCODES.TUPLE, (machine) => machine.push(machine.popToMark())],
  [OPCODES.TUPLE1, (machine) => machine.push([machine.pop()])],
  [OPCODES.TUPLE2, (machine) => machine.push([machine.pop(), machine.pop()].reverse())],
  [OPCODES.APPENDS, append],
  [OPCODES.SETITEM, (machine) => setItems(machine, [machine.pop(), machine.pop()].reverse())],
  [OPCODES.SETITEMS, (machine) => setItems(machine, machine.popToMark())],
  [OPCODES.BINPUT, (machine) => machine.remember(machine.takeNumber(1))],
  [OPCODES.LONG_BINPUT, (machine) => machine.remember(machine.takeNumber(4))],
  [OPCODES.BINGET, (machine) => machine.recall(machine.takeNumber(1))],
  [OPCODES.LONG_BINGET, (machine) => machine.recall(machine.takeNumber(4))],
  [OPCODES.GLOBAL, pushGlobal],
  [OPCODES.REDUCE, reduce],
  [OPCODES.BINPERSID, (machine) => machine.push({ kind: 'reference', id: machine.pop() })],
  [OPCODES.BUILD, (machine) => void machine.pop()], // attributes of an object: torch's notes on versions
]);

function checkProtocol(machine: PickleMachine): void {
  const protocol = machine.takeNumber(1);
  if (protocol !== PROTOCOL)
    throw new Error(`byte ${machine.at - 1}: expected pickle protocol ${PROTOCOL}, got ${protocol}`);
}

/** A signed integer of any length, little-endian. */
function pushLong(machine: PickleMachine): void {
  const bytes = machine.take(machine.takeNumber(1));
  const unsigned = bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  machine.push(BigInt.asIntN(8 * bytes.length, unsigned));
}

function pushText(machine: PickleMachine): void {
  machine.push(new TextDecoder().decode(machine.take(machine.takeNumber(4))));
}

function pushGlobal(machine: PickleMachine): void {
  const name = `${machine.takeLine()}.${machine.takeLine()}`;
  machine.push({ kind: 'global', name: machine.admit(name) });
}

function append(machine: PickleMachine): void {
  const values = machine.popToMark();
  const list = machine.pop();
  if (!Array.isArray(list)) throw new Error(`byte ${machine.at}: expected a list to append to, got none`);
  list.push(...values);
  machine.push(list);
}

function setItems(machine: PickleMachine, items: readonly PickleValue[]): void {
  const dict = machine.pop();
  if (!(dict instanceof Map) || items.length % 2 !== 0)
    throw new Error(`byte ${machine.at}: expected a dictionary and pairs to put into it, got something else`);
  for (let i = 0; i < items.length; i += 2) dict.set(items[i] ?? null, items[i + 1] ?? null);
  machine.push(dict);
}

/** An ordered dictionary is made, any other call noted. */
function reduce(machine: PickleMachine): void {
  const args = machine.pop();
  const callee = machine.pop();
  if (!isGlobal(callee)) throw new Error(`byte ${machine.at}: expected a name to call, got none`);
  const dict: PickleDict = new Map();
  machine.push(callee.name === ORDERED_DICT ? dict : { kind: 'call', name: callee.name, args });
}

function isGlobal(value: PickleValue): value is Extract<PickleValue, { readonly kind: 'global' }> {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'global';
}
