import { unsigned, vector } from './bytes.ts';
import { type Code, i32 } from './ops.ts';

const TYPES = { i32: 0x7f, f32: 0x7d, v128: 0x7b } as const;
export type ValueType = keyof typeof TYPES;

/** What changes as a function runs. */
export interface Variable {
  readonly value: Code;
  set(value: Code): void;
}

/** Writes the body of a function, statement by statement. */
export interface Body {
  /** Computes a value once. → what reads it */
  keep(type: ValueType, value: Code): Code;
  variable(type: ValueType, start: Code): Variable;
  /** A statement. */
  run(code: Code): void;
  /** Statements that are repeated so many times, at least once. */
  repeat(times: Code, write: () => void): void;
  /** Statements that are run unless the condition is 0. */
  when(condition: Code, write: () => void): void;
}

/** Moves an address on. */
export function step(address: Variable, bytes: number): void {
  address.set(i32.add(address.value, i32.constant(bytes)));
}

/** A function that returns nothing, encoded. */
export interface WrittenFunction {
  readonly type: readonly number[];
  readonly code: readonly number[];
}

const EMPTY_BLOCK = 0x40;
const [IF, LOOP, END, BRANCH_IF] = [0x04, 0x03, 0x0b, 0x0d];

export function writeFunction(
  parameters: readonly ValueType[],
  write: (body: Body, ...parameters: readonly Variable[]) => void,
): WrittenFunction {
  const locals: ValueType[] = [];
  const statements: number[] = [];
  const variableAt = (index: number): Variable => ({
    value: [0x20, ...unsigned(index)],
    set: (value) => void statements.push(...value, 0x21, ...unsigned(index)),
  });
  const variable = (type: ValueType, start: Code) => {
    const made = variableAt(parameters.length + locals.push(type) - 1);
    made.set(start);
    return made;
  };
  const body: Body = {
    variable,
    keep: (type, value) => variable(type, value).value,
    run: (code) => void statements.push(...code),
    repeat(times, write) {
      const left = variable('i32', times);
      statements.push(LOOP, EMPTY_BLOCK);
      write();
      left.set(i32.sub(left.value, i32.constant(1)));
      statements.push(...left.value, BRANCH_IF, 0, END);
    },
    when(condition, write) {
      statements.push(...condition, IF, EMPTY_BLOCK);
      write();
      statements.push(END);
    },
  };
  write(body, ...parameters.map((_, index) => variableAt(index)));
  return encode(parameters, locals, statements);
}

function encode(
  parameters: readonly ValueType[],
  locals: readonly ValueType[],
  statements: readonly number[],
): WrittenFunction {
  const declared = vector(locals.map((type) => [1, TYPES[type]]));
  const code = [...declared, ...statements, END];
  return {
    type: [0x60, ...vector(parameters.map((type) => [TYPES[type]])), ...vector([])],
    code: [...unsigned(code.length), ...code],
  };
}
