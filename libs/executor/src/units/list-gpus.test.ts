import { expect, it } from '@jest/globals';

import { listGpus } from './list-gpus.ts';

it.each([
  ['none', {}, ['null', 'tty0', 'nvidiactl'], []],
  ['as many as have a device, counted from 0', {}, ['nvidia3', 'nvidia5', 'nvidia-uvm'], ['0', '1']],
  ['those that are named', { CUDA_VISIBLE_DEVICES: '2,GPU-8a' }, ['nvidia0'], ['2', 'GPU-8a']],
  ['none where they are hidden', { CUDA_VISIBLE_DEVICES: '' }, ['nvidia0'], []],
  ['none where they are hidden by the other sign', { CUDA_VISIBLE_DEVICES: '-1' }, ['nvidia0'], []],
])('lists %s', (_, environment, devices, expected) => {
  expect(listGpus(environment, devices)).toEqual(expected);
});
