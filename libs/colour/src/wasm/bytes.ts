/** Encodings of WebAssembly's binary format (WebAssembly Core Specification 2.0, section 5). */

/** An unsigned LEB128. */
export function unsigned(value: number): readonly number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...unsigned(Math.floor(value / 128))];
}

/** A signed LEB128. */
export function signed(value: number): readonly number[] {
  const low = value & 127;
  const rest = value >> 7;
  const isLast = (rest === 0 && low < 64) || (rest === -1 && low >= 64);
  return isLast ? [low] : [low + 128, ...signed(rest)];
}

/** IEEE 754, little endian. */
export function float32(value: number): readonly number[] {
  const view = new DataView(new ArrayBuffer(4));
  view.setFloat32(0, value, true);
  return [0, 1, 2, 3].map((i) => view.getUint8(i));
}

/** Two's complement, little endian. */
export function int32(value: number): readonly number[] {
  return [0, 8, 16, 24].map((shift) => (value >> shift) & 255);
}

export function float64(value: number): readonly number[] {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value, true);
  return Array.from({ length: 8 }, (_, i) => view.getUint8(i));
}

export function vector(items: readonly (readonly number[])[]): readonly number[] {
  return [...unsigned(items.length), ...items.flat()];
}

export function section(id: number, items: readonly (readonly number[])[]): readonly number[] {
  const content = vector(items);
  return [id, ...unsigned(content.length), ...content];
}

export function name(text: string): readonly number[] {
  return vector(Array.from(text, (letter) => [letter.charCodeAt(0)]));
}
