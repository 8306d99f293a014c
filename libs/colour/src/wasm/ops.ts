import { float32, float64, int32, signed, unsigned } from './bytes.ts';

/** Instructions that leave one value on the stack, or none. */
export type Code = readonly number[];

/** Four lanes of 32 bits (section 5.4.9); lane by lane unless the name says otherwise. */
export const f32x4 = {
  splat: vectorOp(0x13),
  /** Of whole numbers. */
  fromInts: vectorOp(0xfa),
  /** Of two doubles, into the lower lanes; 0 in the others. */
  fromDoubles: vectorOp(0x5e),
  add: vectorOp(0xe4),
  sub: vectorOp(0xe5),
  mul: vectorOp(0xe6),
  div: vectorOp(0xe7),
  /** The second where it is less than the first, else the first. */
  least: vectorOp(0xea),
  /** The second where it is greater than the first, else the first. */
  most: vectorOp(0xeb),
  less: vectorOp(0x43),
  greater: vectorOp(0x44),
  floor: vectorOp(0x68),
  constant: (value: number): Code => [...vectorOp(0x0c)(), ...[0, 1, 2, 3].flatMap(() => float32(value))],
};

/** Eight lanes of 16 bits. */
export const i16x8 = {
  /** Of the first eight bytes, and of the others. */
  fromFirstBytes: vectorOp(0x89),
  fromLastBytes: vectorOp(0x8a),
  sub: vectorOp(0x91),
};

export const i32x4 = {
  constant: (value: number): Code => i32x4.constants(value, value, value, value),
  constants: (...lanes: readonly [number, number, number, number]): Code => [
    ...vectorOp(0x0c)(),
    ...lanes.flatMap(int32),
  ],
  splat: vectorOp(0x11),
  abs: vectorOp(0xa0),
  /** Products of eight numbers of 16 bits, signed, neighbours added. */
  dot: vectorOp(0xba),
  add: vectorOp(0xae),
  sub: vectorOp(0xb1),
  mul: vectorOp(0xb5),
  least: vectorOp(0xb6), // signed
  most: vectorOp(0xb8), // signed
  /** Towards 0; what is not a number becomes 0. */
  fromFloats: vectorOp(0xf8),
  /** The same of two doubles, in lanes 0 and 1; the others become 0. */
  fromDoubles: vectorOp(0xfc),
  shiftLeft: vectorOp(0xab),
  twice: (x: Code): Code => i32x4.shiftLeft(x, i32.constant(1)),
  /** Of what is not negative. */
  shiftRight: vectorOp(0xad),
  lane: (x: Code, lane: number): Code => [...vectorOp(0x1b)(x), lane],
};

/** Two lanes of 64 bits. */
export const f64x2 = {
  /** Of the whole numbers in lanes 0 and 1. */
  fromInts: vectorOp(0xfe),
  /** Of the floats in lanes 0 and 1. */
  fromFloats: vectorOp(0x5f),
  floor: vectorOp(0x75),
  lane: (x: Code, lane: 0 | 1): Code => [...vectorOp(0x21)(x), lane],
  /** What is not a number stays that. */
  least: vectorOp(0xf4),
  most: vectorOp(0xf5),
  greater: vectorOp(0x4a),
  atLeast: vectorOp(0x4c),
  atMost: vectorOp(0x4b),
  differs: vectorOp(0x48),
  sqrt: vectorOp(0xef),
  add: vectorOp(0xf0),
  sub: vectorOp(0xf1),
  mul: vectorOp(0xf2),
  div: vectorOp(0xf3),
  constant: (value: number): Code => f64x2.constants(value, value),
  constants: (first: number, second: number): Code => [
    ...vectorOp(0x0c)(),
    ...float64(first),
    ...float64(second),
  ],
};

export const v128 = {
  load: (address: Code, offset = 0): Code => [...vectorOp(0x00)(address), ...access(offset)],
  /** One float in all lanes. */
  loadSplat: (address: Code, offset = 0): Code => [...vectorOp(0x09)(address), ...access(offset)],
  /** Two floats in the lower lanes, 0 in the others. */
  loadPair: (address: Code, offset = 0): Code => [...vectorOp(0x5d)(address), ...access(offset)],
  /** One double in both lanes. */
  loadDouble: (address: Code, offset = 0): Code => [...vectorOp(0x0a)(address), ...access(offset)],
  /** A vector with one of its floats, or of its doubles, from elsewhere. */
  loadFloatLane: (address: Code, value: Code, lane: 0 | 1 | 2 | 3, offset = 0): Code => [
    ...vectorOp(0x56)(address, value),
    ...access(offset),
    lane,
  ],
  loadDoubleLane: (address: Code, value: Code, lane: 0 | 1, offset = 0): Code => [
    ...vectorOp(0x57)(address, value),
    ...access(offset),
    lane,
  ],
  store: (address: Code, value: Code, offset = 0): Code => [
    ...vectorOp(0x0b)(address, value),
    ...access(offset),
  ],
  /** The lower two of four floats. */
  storePair: (address: Code, value: Code): Code => [...vectorOp(0x5b)(address, value), ...access(0), 0],
  not: vectorOp(0x4d),
  and: vectorOp(0x4e),
  or: vectorOp(0x50),
  /** The first where the mask is set, else the second. */
  select: (mask: Code, yes: Code, no: Code): Code => vectorOp(0x52)(yes, no, mask),
  /** 1 where any bit is set, else 0. */
  any: vectorOp(0x53),
  /** Lanes 0..3 of the first and 4..7 of the second. */
  shuffle: (x: Code, y: Code, lanes: readonly [number, number, number, number]): Code => [
    ...vectorOp(0x0d)(x, y),
    ...lanes.flatMap((lane) => [0, 1, 2, 3].map((byte) => 4 * lane + byte)),
  ],
  /** Four bytes of an address, each as a whole number: those at `step` · 0, 1, 2 and 3, at most 15. */
  loadBytes: (address: Code, step: number): Code => [
    ...vectorOp(0x0d)(v128.load(address), f32x4.constant(0)),
    ...[0, 1, 2, 3].flatMap((lane) => [step * lane, 16, 16, 16]),
  ],
  /** Four scalar floats. */
  pack: ([first = [], ...others]: readonly Code[]): Code =>
    others.reduce<Code>((all, value, i) => [...vectorOp(0x20)(all, value), i + 1], f32x4.splat(first)),
};

export const f32 = {
  constant: (value: number): Code => [0x43, ...float32(value)],
  add: op(0x92),
  mul: op(0x94),
  load: (address: Code, offset = 0): Code => [...op(0x2a)(address), ...access(offset)],
};

export const f64 = {
  load: (address: Code, offset = 0): Code => [...op(0x2b)(address), ...access(offset)],
  /** 1 where the first is not less than the second, else 0. */
  atLeast: op(0x66),
};

export const i32 = {
  constant: (value: number): Code => [0x41, ...signed(value)],
  add: op(0x6a),
  sub: op(0x6b),
  mul: op(0x6c),
  shiftLeft: op(0x74),
  /** So many bytes, unsigned. */
  load: (bytes: 1 | 2 | 4, address: Code, offset = 0): Code => [
    ...op({ 1: 0x2d, 2: 0x2f, 4: 0x28 }[bytes])(address),
    ...access(offset),
  ],
  store: (bytes: 1 | 2 | 4, address: Code, value: Code, offset = 0): Code => [
    ...op({ 1: 0x3a, 2: 0x3b, 4: 0x36 }[bytes])(address, value),
    ...access(offset),
  ],
};

function op(number: number) {
  return (...operands: readonly Code[]): Code => [...operands.flat(), number];
}

function vectorOp(number: number) {
  return (...operands: readonly Code[]): Code => [...operands.flat(), 0xfd, ...unsigned(number)];
}

/** Alignment is a hint alone: 1. */
function access(offset: number): Code {
  return [0, ...unsigned(offset)];
}
