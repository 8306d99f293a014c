import { newMemory, openFunctions, placeParts } from '../wasm/open-functions.ts';
import { takeAb, takeLightness } from './lab-planes.ts';
import { BYTE_CELLS, BYTE_GUESS, BYTE_THRESHOLD, SHOW_LIMITS } from './lab-to-srgb.ts';
import { writeShow } from './show-code.ts';

/** Pixels that are shown at once: all of them lie in a core's fastest memory. */
const AT_ONCE = 2048;

/** Memory for some pixels, and what works in it. */
interface Screen {
  readonly lightness: Float32Array; // [AT_ONCE]
  readonly ab: Float32Array; // [AT_ONCE, 2]
  readonly bytes: Uint8Array; // [AT_ONCE, 3]
  /** Minus the pixels that sRGB cannot show, in two parts, and behind them what is set where a colour is not finite. */
  readonly told: Int32Array; // [8]
  readonly show: (...given: number[]) => void;
}

let screen: Screen | null = null;

function openScreen(): Screen {
  const sizes = [4 * AT_ONCE, 8 * AT_ONCE, 3 * AT_ONCE, 32, BYTE_THRESHOLD.byteLength, BYTE_GUESS.length];
  const [lightness, ab, bytes, told, threshold = 0, guess = 0, end = 0] = placeParts(sizes);
  const memory = newMemory(end);
  new Float64Array(memory.buffer, threshold, BYTE_THRESHOLD.length).set(BYTE_THRESHOLD);
  new Uint8Array(memory.buffer, guess, BYTE_GUESS.length).set(BYTE_GUESS);
  return {
    lightness: new Float32Array(memory.buffer, lightness, AT_ONCE),
    ab: new Float32Array(memory.buffer, ab, 2 * AT_ONCE),
    bytes: new Uint8Array(memory.buffer, bytes, 3 * AT_ONCE),
    told: new Int32Array(memory.buffer, told, 8),
    ...openFunctions({ show: writeShow(SHOW_LIMITS, { guess, threshold, cells: BYTE_CELLS }) }, memory),
  };
}

/**
 * `labToSrgb` of L [n] and ab [n, 2], into `out` [n, 3]. → the pixels that sRGB cannot show, by isDisplayable's tolerance:
 * those whose chroma was taken back
 */
export function showInSrgb(lightness: Float32Array, ab: Float32Array, out: Uint8ClampedArray): number {
  const pixels = lightness.length;
  if (ab.length !== 2 * pixels || out.length !== 3 * pixels) {
    throw new RangeError(
      `showInSrgb: expected ${2 * pixels} ab values and ${3 * pixels} of output for ${pixels} of L, ` +
        `got ${ab.length} and ${out.length}`,
    );
  }
  const opened = (screen ??= openScreen());
  let outside = 0;
  for (let from = 0; from < pixels; from += AT_ONCE) {
    const count = Math.min(AT_ONCE, pixels - from);
    outside += showSome(opened, lightness.subarray(from, from + count), ab.subarray(2 * from), from);
    out.set(opened.bytes.subarray(0, 3 * count), 3 * from);
  }
  return outside;
}

/** `labToSrgb` of float32 Lab [n, 3]. */
export function showLab(lab: Float32Array): Uint8ClampedArray {
  const out = new Uint8ClampedArray(lab.length);
  showInSrgb(takeLightness(lab), takeAb(lab), out);
  return out;
}

function showSome(
  { show, told, bytes, ...own }: Screen,
  lightness: Float32Array,
  ab: Float32Array,
  from: number,
): number {
  const count = lightness.length;
  own.lightness.set(lightness);
  own.ab.set(ab.subarray(0, 2 * count));
  own.lightness.fill(0, count, count + 1); // the other one of the last pair
  own.ab.fill(0, 2 * count, 2 * count + 2);
  show(own.lightness.byteOffset, own.ab.byteOffset, bytes.byteOffset, told.byteOffset, Math.ceil(count / 2));
  if (told.subarray(4).some((flag) => flag !== 0)) refuseEndless(lightness, ab, from);
  return -told[0] - told[2];
}

function refuseEndless(lightness: Float32Array, ab: Float32Array, from: number): never {
  const pixel = lightness.findIndex((L, i) => Number.isNaN(L) || !Number.isFinite(ab[2 * i] + ab[2 * i + 1]));
  const colour = [lightness[pixel], ab[2 * pixel], ab[2 * pixel + 1]].join(', ');
  throw new RangeError(`showInSrgb: pixel ${from + pixel}: expected a finite Lab colour, got (${colour})`);
}
