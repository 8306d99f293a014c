/** How many tables one flatbuffer may have: a few bytes can refer to the same one again and again. */
const MOST_TABLES = 100_000;

/**
 * A table of a flatbuffer of unknown origin (https://flatbuffers.dev/internals). The readers that Arrow generates take
 * what lies outside the buffer for zeros, and counts as they come; here both are a RangeError.
 */
export class FlatTable {
  readonly #view: DataView;
  readonly #at: number;
  readonly #budget: { tables: number };

  private constructor(view: DataView, at: number, budget: { tables: number }) {
    if (--budget.tables < 0) throw new RangeError(`it has more than ${MOST_TABLES} tables`);
    this.#view = view;
    this.#at = at;
    this.#budget = budget;
  }

  /** The root table of a buffer. */
  static root(bytes: Uint8Array): FlatTable {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return new FlatTable(view, view.getUint32(0, true), { tables: MOST_TABLES });
  }

  /** The number in a field; `otherwise` where the table leaves it out. */
  int8(field: number, otherwise = 0): number {
    const at = this.#place(field);
    return at === null ? otherwise : this.#view.getInt8(at);
  }

  int16(field: number, otherwise = 0): number {
    const at = this.#place(field);
    return at === null ? otherwise : this.#view.getInt16(at, true);
  }

  int32(field: number, otherwise = 0): number {
    const at = this.#place(field);
    return at === null ? otherwise : this.#view.getInt32(at, true);
  }

  int64(field: number): number {
    const at = this.#place(field);
    return at === null ? 0 : wholeNumber(this.#view, at);
  }

  text(field: number): string {
    const vector = this.#vector(field, 1);
    if (vector === null) return '';
    const { buffer, byteOffset } = this.#view;
    return new TextDecoder().decode(new Uint8Array(buffer, byteOffset + vector.at, vector.length));
  }

  table(field: number): FlatTable | null {
    const at = this.#place(field);
    return at === null ? null : this.#tableAt(at);
  }

  tables(field: number): readonly FlatTable[] {
    const vector = this.#vector(field, 4);
    if (vector === null) return [];
    return Array.from({ length: vector.length }, (_, i) => this.#tableAt(vector.at + 4 * i));
  }

  /** A vector of structs of `stride` bytes: `read` is given the buffer and where each begins. */
  structs<T>(field: number, stride: number, read: (view: DataView, at: number) => T): readonly T[] {
    const vector = this.#vector(field, stride);
    if (vector === null) return [];
    return Array.from({ length: vector.length }, (_, i) => read(this.#view, vector.at + stride * i));
  }

  #tableAt(at: number): FlatTable {
    return new FlatTable(this.#view, at + this.#view.getUint32(at, true), this.#budget);
  }

  /** Where the value of a field lies, by the table of offsets that this table refers to. */
  #place(field: number): number | null {
    const offsets = this.#at - this.#view.getInt32(this.#at, true);
    const entry = 4 + 2 * field;
    if (entry + 2 > this.#view.getUint16(offsets, true)) return null;
    const offset = this.#view.getUint16(offsets + entry, true);
    return offset === 0 ? null : this.#at + offset;
  }

  #vector(field: number, stride: number): { readonly at: number; readonly length: number } | null {
    const place = this.#place(field);
    if (place === null) return null;
    const start = place + this.#view.getUint32(place, true);
    const length = this.#view.getUint32(start, true);
    if (start + 4 + stride * length > this.#view.byteLength)
      throw new RangeError(`a vector of ${length} lies outside its ${this.#view.byteLength} bytes`);
    return { at: start + 4, length };
  }
}

/** An int64 that is a length or an offset. */
export function wholeNumber(view: DataView, at: number): number {
  const value = Number(view.getBigInt64(at, true));
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new RangeError(`expected a length or an offset, got ${value}`);
}
