import { rngFrom } from '@tintype/colour';

import type { TorchTensor } from '../encoder/torch/read-torch-file.ts';

/** [kernel, in, expanded, out] of the blocks of EfficientNet-Lite0 up to stride 16, written out. */
const BLOCKS = [
  ...[[3, 32, 32, 16], [3, 16, 96, 24], [3, 24, 144, 24], [5, 24, 144, 40], [5, 40, 240, 40]], // prettier-ignore
  ...[[3, 40, 240, 80], [3, 80, 480, 80], [3, 80, 480, 80]], // prettier-ignore
  ...[[5, 80, 480, 112], [5, 112, 672, 112], [5, 112, 672, 112]], // prettier-ignore
];

/** A state dict with the names and shapes of efficientnet-lite-pytorch up to stride 16, and small random numbers, for tests. */
export function syntheticState(): ReadonlyMap<string, TorchTensor> {
  const rng = rngFrom('state');
  const tensor = (shape: readonly number[], least: number): TorchTensor => {
    const size = shape.reduce((product, side) => product * side, 1);
    return { shape, values: Float32Array.from({ length: size }, () => least + rng()) };
  };
  const layer = (conv: string, norm: string, shape: readonly number[]) => [
    [`${conv}.weight`, tensor(shape, -0.5)] as const,
    ...['weight', 'bias', 'running_mean', 'running_var'].map(
      (part) => [`${norm}.${part}`, tensor(shape.slice(0, 1), part === 'running_var' ? 0.1 : -0.5)] as const,
    ),
  ];
  const blocks = BLOCKS.flatMap(([k = 0, input = 0, wide = 0, output = 0], b) => {
    const name = (part: string) => `_blocks.${b}.${part}`;
    return [
      ...(b === 0 ? [] : layer(name('_expand_conv'), name('_bn0'), [wide, input, 1, 1])),
      ...layer(name('_depthwise_conv'), name('_bn1'), [wide, 1, k, k]),
      ...layer(name('_project_conv'), name('_bn2'), [output, wide, 1, 1]),
    ];
  });
  return new Map([...layer('_conv_stem', '_bn0', [32, 3, 3, 3]), ...blocks]);
}
