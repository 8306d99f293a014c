import { z } from 'zod';

import { gatherView } from './gather-view.ts';
import type { PickleValue } from './pickle-value.ts';
import { readPickle } from './read-pickle.ts';
import { STATE_DICT_NAMES, stateDict, type TorchView } from './state-dict.ts';

/** A tensor of float32, contiguous: `values` in row-major order. */
export interface TorchTensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** With which torch before 1.6 begins a file (`MAGIC_NUMBER` in torch/serialization.py), and the version behind it. */
const MAGIC = 0x1950a86a20f9469cfc6cn;
const VERSION = 1001;

/**
 * The tensors of a state dict that torch before 1.6 saved, by their names: five pickles (magic number, version, sizes
 * of types, state dict, keys of storages), and the storages behind them. Those of float32 alone are given back,
 * as counters of int64 are nothing to predict with.
 * Throws an Error that names the byte or the tensor when the file is anything else, or has bytes left over.
 */
export function readTorchFile(bytes: Uint8Array): ReadonlyMap<string, TorchTensor> {
  const { views, keys, end } = readPickles(bytes);
  const storages = readStorages(bytes, end, listStorages(views, keys));
  const floats = [...views].filter(([, { storage }]) => storage === 'torch.FloatStorage');
  return new Map(floats.map(([name, view]) => [name, readTensor(name, view, storages.get(view.key))]));
}

interface Pickles {
  readonly views: ReadonlyMap<string, TorchView>;
  /** Of the storages, in the order in which they lie behind the pickles. */
  readonly keys: readonly string[];
  readonly end: number;
}

function readPickles(bytes: Uint8Array): Pickles {
  let end = 0;
  const next = (globals?: readonly string[]): PickleValue => {
    const pickled = readPickle(bytes, end, globals);
    end = pickled.end;
    return pickled.value;
  };
  parse(z.literal(MAGIC), next(), 'magic number');
  parse(z.literal(VERSION), next(), 'version');
  const types = parse(z.map(z.string(), z.unknown()), next(), 'sizes of types');
  parse(z.literal(true), types.get('little_endian'), 'little_endian');
  const views = parse(stateDict, next(STATE_DICT_NAMES), 'state dict');
  const keys = parse(z.array(z.string()), next(), 'keys of storages');
  return { views, keys, end };
}

interface Storage {
  readonly key: string;
  readonly size: number;
  readonly bytesEach: number;
}

/** The storages in the order of their keys, as the tensors over them describe them. */
function listStorages(views: Pickles['views'], keys: readonly string[]): readonly Storage[] {
  const byKey = new Map([...views.values()].map(({ key, size, bytesEach }) => [key, { size, bytesEach }]));
  const missing = [...byKey.keys()].find((key) => !keys.includes(key));
  if (missing !== undefined) throw new Error(`keys of storages: expected ${missing} among them, got none`);
  return keys.map((key) => {
    const described = byKey.get(key);
    if (described === undefined)
      throw new Error(`keys of storages: expected those of tensors, got ${key} of none`);
    return { key, ...described };
  });
}

/** The bytes of each storage: its count as int64, and as many numbers. */
function readStorages(
  bytes: Uint8Array,
  start: number,
  storages: readonly Storage[],
): ReadonlyMap<string, Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = new Map<string, Uint8Array>();
  let at = start;
  for (const { key, size, bytesEach } of storages) {
    const end = at + 8 + size * bytesEach;
    if (end > bytes.length)
      throw new Error(
        `byte ${at}: expected ${end - at} more bytes for storage ${key}, got ${bytes.length - at}`,
      );
    const count = view.getBigInt64(at, true);
    if (count !== BigInt(size))
      throw new Error(`byte ${at}: expected ${size} numbers in storage ${key}, got ${count}`);
    found.set(key, bytes.subarray(at + 8, end));
    at = end;
  }
  if (at !== bytes.length)
    throw new Error(`byte ${at}: expected the end of the file, got ${bytes.length - at} bytes more`);
  return found;
}

function readTensor(name: string, view: TorchView, storage: Uint8Array | undefined): TorchTensor {
  if (storage === undefined) throw new Error(`Internal error: expected a storage of ${name}`);
  const numbers = new Float32Array(new Uint8Array(storage).buffer); // a copy: it may lie askew
  try {
    return { shape: view.shape, values: gatherView(view, numbers) };
  } catch (cause) {
    throw new Error(`state dict: ${name}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}

function parse<T>(schema: z.ZodType<T>, value: unknown, place: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Error(`${place}: ${z.prettifyError(parsed.error)}`);
}
