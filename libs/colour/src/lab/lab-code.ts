import { type Code, f32, f32x4, i32, i32x4, v128 } from '../wasm/ops.ts';
import { type Body, step, writeFunction, type WrittenFunction } from '../wasm/write-function.ts';
import { LAB_CURVE } from './lab-curve.ts';

/** XYZ of linear red, green and blue, 3 × 3, row by row, each row divided by the white. */
type WhiteMatrix = readonly number[];

/**
 * sRGB → Lab, four pixels at a time: (address of the bytes [n, 3], of the result, f32 [n, 3], number of fours). The f32
 * light of every byte lies from address 0 on.
 */
export function writeLab(matrix: WhiteMatrix): WrittenFunction {
  return writeFunction(['i32', 'i32', 'i32'], (body, bytes, to, fours) =>
    body.repeat(fours.value, () => {
      const rgb = [0, 1, 2].map((channel) => body.keep('v128', lightsOfFour(bytes.value, channel)));
      const [x = [], y = [], z = []] = [0, 1, 2].map((row) => {
        const [r = [], g = [], b = []] = rgb.map((light, c) =>
          f32x4.mul(light, f32x4.constant(matrix[3 * row + c] ?? NaN)),
        );
        return cubeCurve(body, f32x4.add(f32x4.add(r, g), b));
      });
      const L = f32x4.sub(f32x4.mul(y, f32x4.constant(116)), f32x4.constant(16));
      const a = f32x4.mul(f32x4.sub(x, y), f32x4.constant(500));
      const b = f32x4.mul(f32x4.sub(y, z), f32x4.constant(200));
      storeTriples(body, to.value, [L, a, b]);
      step(bytes, 12);
      step(to, 48);
    }),
  );
}

function lightsOfFour(bytes: Code, channel: number): Code {
  const light = (pixel: number) =>
    f32.load(i32.shiftLeft(i32.load(1, bytes, 3 * pixel + channel), i32.constant(2)));
  return v128.pack([0, 1, 2, 3].map(light));
}

/** What a third of the bits of a float is too little by for its cube root, to within 4 %. */
const ROOT_BITS = 709958130;

/** The curve of Lab of four: the cube root by two steps of Halley, each of which triples the digits; a line where it is dark. */
function cubeCurve(body: Body, value: Code): Code {
  const t = body.keep('v128', value);
  // What has no root here takes that of the joint: near 0 the steps would meet numbers that processors are slow with.
  const light = body.keep('v128', f32x4.most(t, f32x4.constant(LAB_CURVE.joint)));
  const third = f32x4.mul(f32x4.fromInts(light), f32x4.constant(1 / 3)); // of the bits, as if they were a whole number
  const root = body.variable('v128', i32x4.fromFloats(f32x4.add(third, f32x4.constant(ROOT_BITS))));
  for (let step = 0; step < 2; step++) {
    const y = root.value;
    const cube = body.keep('v128', f32x4.mul(f32x4.mul(y, y), y));
    const excess = f32x4.mul(y, f32x4.sub(cube, light));
    root.set(f32x4.sub(y, f32x4.div(excess, f32x4.add(f32x4.add(cube, cube), light))));
  }
  const line = f32x4.add(f32x4.mul(t, f32x4.constant(LAB_CURVE.slope)), f32x4.constant(LAB_CURVE.offset));
  return body.keep('v128', v128.select(f32x4.greater(t, f32x4.constant(LAB_CURVE.joint)), root.value, line));
}

/** Three vectors of four as four triples. */
function storeTriples(body: Body, to: Code, vectors: readonly Code[]): void {
  const [x = [], y = [], z = []] = vectors.map((vector) => body.keep('v128', vector));
  const triples = [
    v128.shuffle(v128.shuffle(x, y, [0, 4, 1, 5]), z, [0, 1, 4, 2]), // x y z x
    v128.shuffle(v128.shuffle(x, y, [5, 6, 2, 2]), z, [0, 5, 2, 1]), // y z x y
    v128.shuffle(v128.shuffle(x, y, [3, 7, 3, 7]), z, [6, 0, 1, 7]), // z x y z
  ];
  triples.forEach((triple, i) => body.run(v128.store(to, triple, 16 * i)));
}
