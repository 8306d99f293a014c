import type { PickleValue } from './pickle-value.ts';

/** The stack machine that a pickle is a program of. */
export class PickleMachine {
  /** The next byte. */
  at: number;
  readonly #bytes: Uint8Array;
  readonly #globals: readonly string[];
  readonly #memo = new Map<number, PickleValue>();
  /** What lies above the last mark; below it the others. */
  #stack: PickleValue[] = [];
  readonly #marked: PickleValue[][] = [];

  constructor(bytes: Uint8Array, start: number, globals: readonly string[]) {
    [this.at, this.#bytes, this.#globals] = [start, bytes, globals];
  }

  /** The next bytes. */
  take(count: number): Uint8Array {
    const [start, end] = [this.at, this.at + count];
    if (end > this.#bytes.length)
      throw new Error(
        `byte ${start}: expected ${count} more bytes of a pickle, got ${this.#bytes.length - start}`,
      );
    this.at = end;
    return this.#bytes.subarray(start, end);
  }

  /** The next bytes as an unsigned number, little-endian. */
  takeNumber(bytes: 1 | 2 | 4): number {
    return this.take(bytes).reduce((sum, byte, i) => sum + byte * 256 ** i, 0);
  }

  /** The text up to the next line feed. */
  takeLine(): string {
    const end = this.#bytes.indexOf(0x0a, this.at);
    const line = this.take((end < 0 ? this.#bytes.length : end) - this.at);
    this.take(1);
    return new TextDecoder().decode(line);
  }

  /** A name that this pickle may name. */
  admit(name: string): string {
    if (this.#globals.includes(name)) return name;
    const allowed = this.#globals.length === 0 ? 'no name' : this.#globals.join(' or ');
    throw new Error(`byte ${this.at}: expected ${allowed}, got ${name}`);
  }

  push(value: PickleValue): void {
    this.#stack.push(value);
  }

  pop(): PickleValue {
    const value = this.#stack.pop();
    if (value === undefined) throw new Error(`byte ${this.at}: expected a value on the stack, got none`);
    return value;
  }

  mark(): void {
    this.#marked.push(this.#stack);
    this.#stack = [];
  }

  /** All above the last mark, lowest first. */
  popToMark(): PickleValue[] {
    const [above, below] = [this.#stack, this.#marked.pop()];
    if (below === undefined) throw new Error(`byte ${this.at}: expected a mark on the stack, got none`);
    this.#stack = below;
    return above;
  }

  /** Keeps what lies on top under a number. */
  remember(key: number): void {
    const value = this.pop();
    this.push(value);
    this.#memo.set(key, value);
  }

  recall(key: number): void {
    const value = this.#memo.get(key);
    if (value === undefined) throw new Error(`byte ${this.at}: expected a value under ${key}, got none`);
    this.push(value);
  }

  /** The value that is left. */
  finish(): PickleValue {
    const value = this.pop();
    const left = this.#stack.length + this.#marked.length;
    if (left > 0) throw new Error(`byte ${this.at}: expected one value at the end of a pickle, got more`);
    return value;
  }
}
