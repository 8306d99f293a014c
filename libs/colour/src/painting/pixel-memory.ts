import { lightCurve, type Samples, transferOf } from '../lab/rgb-space.ts';
import { growTo, newMemory, placeParts, type WasmMemory } from '../wasm/open-functions.ts';

/** Bytes of a sample. */
export type SampleBytes = 1 | 2;

/** Where compiled functions find the tables of a kind of samples, and behind them what a picture needs. */
export interface PixelMemory {
  readonly memory: WasmMemory;
  readonly bytes: SampleBytes;
  /** Addresses: f32 fy of Lab for light k / LIGHT_CELLS; f32 light of every sample; the sample of light k / cells. */
  readonly curve: number;
  readonly linear: number;
  readonly encoded: number;
  /** Cells of `encoded` between light 0 and 1. */
  readonly cells: number;
}

/** Vectors are read at multiples of this. */
const ALIGNMENT = 16;

const memories = new Map<number, PixelMemory>();

/** The memory for samples of this kind. */
export function pixelMemoryOf(samples: Samples): PixelMemory {
  const bytes = samples.BYTES_PER_ELEMENT === 1 ? 1 : 2;
  const known = memories.get(bytes);
  if (known !== undefined) return known;
  const made = makeMemory(samples, bytes);
  memories.set(bytes, made);
  return made;
}

function makeMemory(kind: Samples, bytes: SampleBytes): PixelMemory {
  const { linear, samples, cells } = transferOf(kind);
  const curve = lightCurve();
  const [linearAt, encodedAt] = [aligned(curve.byteLength), aligned(curve.byteLength) + linear.byteLength];
  const memory = newMemory(encodedAt + samples.byteLength);
  new Float32Array(memory.buffer, 0, curve.length).set(curve);
  new Float32Array(memory.buffer, linearAt, linear.length).set(linear);
  viewSamples(memory, bytes, encodedAt, samples.length).set(samples);
  return { memory, bytes, curve: 0, linear: linearAt, encoded: encodedAt, cells };
}

/** Makes room for parts of so many bytes behind the tables. → where each begins */
export function makeRoom(
  { memory, encoded, cells, bytes }: PixelMemory,
  sizes: readonly number[],
): readonly number[] {
  const tables = encoded + (cells + 1) * bytes;
  const [, ...addresses] = placeParts([tables, ...sizes]);
  growTo(memory, addresses.at(-1) ?? 0);
  return addresses;
}

export function viewFloats({ memory }: PixelMemory, address: number, length: number): Float32Array {
  return new Float32Array(memory.buffer, address, length);
}

export function viewInts({ memory }: PixelMemory, address: number, length: number): Int32Array {
  return new Int32Array(memory.buffer, address, length);
}

export function viewPixels({ memory, bytes }: PixelMemory, address: number, length: number): Samples {
  return viewSamples(memory, bytes, address, length);
}

function viewSamples({ buffer }: WasmMemory, bytes: SampleBytes, address: number, length: number) {
  return bytes === 1 ? new Uint8Array(buffer, address, length) : new Uint16Array(buffer, address, length);
}

function aligned(address: number): number {
  return Math.ceil(address / ALIGNMENT) * ALIGNMENT;
}
