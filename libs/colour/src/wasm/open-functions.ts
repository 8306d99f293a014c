import { name, section, unsigned } from './bytes.ts';
import type { WrittenFunction } from './write-function.ts';

/** The part of WebAssembly that is used here; `lib` has it with the DOM alone. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (
    module: object,
    imports: { readonly env: { readonly memory: WasmMemory } },
  ) => { readonly exports: Readonly<Record<string, (...given: number[]) => void>> };
  readonly Memory: new (descriptor: { readonly initial: number }) => WasmMemory;
};

export interface WasmMemory {
  /** Another one after `grow`. */
  readonly buffer: ArrayBuffer;
  /** By so many pages. */
  grow(pages: number): number;
}

const PAGE = 1 << 16;
const HEADER = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];

export function newMemory(bytes: number): WasmMemory {
  return new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE) });
}

/** A vector that begins at the last value of a part reads so far beyond it. */
const [BEYOND, ALIGNMENT] = [32, 16];

/** Where parts of so many bytes begin, and at last where the memory ends. */
export function placeParts(sizes: readonly number[]): readonly number[] {
  const addresses = [0];
  for (const size of sizes) {
    const end = (addresses.at(-1) ?? 0) + size + BEYOND;
    addresses.push(Math.ceil(end / ALIGNMENT) * ALIGNMENT);
  }
  return addresses;
}

/** Makes a memory at least so large. */
export function growTo(memory: WasmMemory, bytes: number): void {
  const missing = bytes - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
}

/**
 * Compiles functions that work in a memory. A page that forbids it throws: its policy has to allow `wasm-unsafe-eval`,
 * as TensorFlow.js's own back end needs.
 */
export function openFunctions<Name extends string>(
  functions: Readonly<Record<Name, WrittenFunction>>,
  memory: WasmMemory,
): Readonly<Record<Name, (...given: number[]) => void>> {
  const { exports } = new WebAssembly.Instance(
    new WebAssembly.Module(Uint8Array.from(encodeModule(functions))),
    { env: { memory } },
  );
  return exports;
}

function encodeModule(functions: Readonly<Record<string, WrittenFunction>>): readonly number[] {
  const all = Object.entries(functions);
  const [MEMORY, FUNCTION] = [2, 0];
  return [
    ...HEADER,
    ...section(
      1,
      all.map(([, { type }]) => type),
    ),
    ...section(2, [[...name('env'), ...name('memory'), MEMORY, 0, 0]]),
    ...section(
      3,
      all.map((_, i) => unsigned(i)),
    ),
    ...section(
      7,
      all.map(([key], i) => [...name(key), FUNCTION, ...unsigned(i)]),
    ),
    ...section(
      10,
      all.map(([, { code }]) => code),
    ),
  ];
}
