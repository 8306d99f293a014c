/** A file as torch before 1.6 saved a state dict, made for a test. */

/** One tensor over a storage of its own. */
export interface SavedTensor {
  readonly shape: readonly number[];
  /** Of the storage, in numbers; by default those of a contiguous tensor. */
  readonly strides?: readonly number[];
  readonly offset?: number;
  /** All numbers of its storage. */
  readonly storage: readonly number[] | Float32Array;
  /** By default float32. */
  readonly type?: 'FloatStorage' | 'LongStorage';
}

const PROTO = [0x80, 2];
const [MARK, STOP, TUPLE, EMPTY_TUPLE, REDUCE, SETITEMS] = [0x28, 0x2e, 0x74, 0x29, 0x52, 0x75];

/** The five pickles and the storages. */
export function makeTorchFile(tensors: Readonly<Record<string, SavedTensor>>): Buffer {
  const keys = Object.keys(tensors).map((_, i) => String(i));
  const magic = [0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];
  const sizes = [0x7d, MARK, ...text('little_endian'), 0x88, SETITEMS];
  const state = [
    ...global('collections', 'OrderedDict'),
    ...[EMPTY_TUPLE, REDUCE, MARK],
    ...Object.entries(tensors).flatMap(([name, tensor], i) => [...text(name), ...rebuild(tensor, String(i))]),
    SETITEMS,
  ];
  const listed = [0x5d, MARK, ...keys.flatMap(text), 0x65];
  const pickles = [magic, int(1001), sizes, state, listed].flatMap((part) => [...PROTO, ...part, STOP]);
  return Buffer.concat([Buffer.from(pickles), ...Object.values(tensors).map(storageBytes)]);
}

function rebuild({ shape, strides, offset = 0, storage, type = 'FloatStorage' }: SavedTensor, key: string) {
  const place = [...global('torch', type), ...text(key), ...text('cpu'), ...int(storage.length), 0x4e];
  return [
    ...global('torch._utils', '_rebuild_tensor_v2'),
    ...[MARK, MARK, ...text('storage'), ...place, TUPLE, 0x51],
    ...[...int(offset), ...tuple(shape), ...tuple(strides ?? contiguous(shape)), 0x89],
    ...[...global('collections', 'OrderedDict'), EMPTY_TUPLE, REDUCE, TUPLE, REDUCE],
  ];
}

function contiguous(shape: readonly number[]): readonly number[] {
  return shape.map((_, d) => shape.slice(d + 1).reduce((product, side) => product * side, 1));
}

function storageBytes({ storage, type = 'FloatStorage' }: SavedTensor): Buffer {
  const count = BigInt64Array.of(BigInt(storage.length));
  const numbers =
    type === 'FloatStorage' ? Float32Array.from(storage) : BigInt64Array.from(Array.from(storage, BigInt));
  return Buffer.concat([Buffer.from(count.buffer), Buffer.from(numbers.buffer)]);
}

function global(module: string, name: string): number[] {
  return [0x63, ...Buffer.from(`${module}\n${name}\n`)];
}

function text(value: string): number[] {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(Buffer.byteLength(value));
  return [0x58, ...length, ...Buffer.from(value)];
}

function int(value: number): number[] {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return [0x4a, ...bytes];
}

function tuple(values: readonly number[]): number[] {
  return [MARK, ...values.flatMap(int), TUPLE];
}
