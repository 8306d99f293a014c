import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { makeZip, type PackedFile } from '@tintype/download/testing';

import { extractWheel } from './extract-wheel.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tintype-extract-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function extract(entries: readonly PackedFile[]): Promise<string[]> {
  const wheel = join(folder, 'a.whl');
  const target = join(folder, 'inner', 'target');
  await mkdir(target, { recursive: true });
  writeFileSync(wheel, makeZip(entries));
  await extractWheel(wheel, target, new AbortController().signal);
  const all = readdirSync(target, { recursive: true, encoding: 'utf8' });
  return all.filter((name) => statSync(join(target, name)).isFile()).sort();
}

describe('extractWheel', () => {
  it('takes what a binding is built and run with, and nothing else', async () => {
    const wanted = [
      'nvidia/cublas/lib/libcublas.so.12',
      'nvidia/cuda_nvcc/bin/ptxas',
      'nvidia/cuda_nvcc/nvvm/libdevice/libdevice.10.bc',
      'tensorflow/include/external/local_tsl/tsl/platform/ctstring.h',
      'tensorflow/include/tensorflow/c/eager/c_api.h',
      'tensorflow/include/tensorflow/core/platform/ctstring.h',
      'tensorflow/include/tsl/platform/ctstring_internal.h',
      'tensorflow/include/xla/tsl/c/tsl_status.h',
      'tensorflow/libtensorflow_cc.2.dylib',
      'tensorflow/libtensorflow_cc.so.2',
      'tensorflow/libtensorflow_framework.so.2',
    ];
    const others = [
      'nvidia/cublas/include/cublas.h',
      'nvidia/cuda_nvcc/bin/nvcc',
      'tensorflow/include/Eigen/Core.h',
      'tensorflow/python/lib.so',
      'tensorflow_cpu-2.21.0.dist-info/RECORD',
    ];
    const entries = [...others, ...wanted].map((path) => ({ path, content: path }));
    expect(await extract(entries)).toEqual(wanted);
    const ptxas = join(folder, 'inner/target/nvidia/cuda_nvcc/bin/ptxas');
    expect(readFileSync(ptxas, 'utf8')).toBe('nvidia/cuda_nvcc/bin/ptxas');
    expect(statSync(ptxas).mode & 0o111).toBe(0o111);
  });

  it.each(['../../tensorflow/libtensorflow_cc.so.2', '/tensorflow/libtensorflow_cc.so.2'])(
    'refuses the path %s',
    async (path) => {
      await expect(extract([{ path, content: 'x' }])).rejects.toThrow('leads out of the archive');
      expect(existsSync(join(folder, 'tensorflow'))).toBe(false);
    },
  );

  it('follows no links', async () => {
    const entries = [
      { path: 'tensorflow/libtensorflow_cc.so.2', type: 'SymbolicLink', content: '/etc/passwd' },
      { path: 'tensorflow/libtensorflow_framework.so.2', content: 'x' },
    ] as const;
    expect(await extract(entries)).toEqual(['tensorflow/libtensorflow_framework.so.2']);
  });

  it('says when it is the wheel of something else, or none', async () => {
    await expect(extract([{ path: 'numpy/__init__.py' }])).rejects.toThrow(
      'expected libraries of TensorFlow or CUDA in it, found none',
    );
    const broken = join(folder, 'broken.whl');
    writeFileSync(broken, 'PK\x03\x04 and then nothing');
    await expect(extractWheel(broken, folder, new AbortController().signal)).rejects.toThrow(
      /^could not extract .*broken\.whl: /,
    );
  });
});
