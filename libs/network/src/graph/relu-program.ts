import type { Precision } from '../settings.ts';
import type { LayerProgram } from './network-program.ts';
import type { Ops } from './ops.ts';

export function reluProgram(ops: Ops, precision: Precision): LayerProgram {
  return ({ x }) => {
    const y = ops.relu(x, precision);
    return { y, backward: (dy) => ({ weights: [], dx: () => [ops.reluGrad(dy, y, precision)] }) };
  };
}
