import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { timedRun } from '../incremental/timed-run.ts';
import { type MeasuredRun, measureRun } from './measured-run.ts';

/** Somebody who makes Lab images of a folder of photos, or does a part of that. */
export interface Contestant {
  readonly name: string;
  run(photos: string): Promise<MeasuredRun>;
}

const SIZE = '256';
const [DECODE_ALONE, PYTHON_PEER] = ['decode-alone.mjs', 'python-peer.py'].map((name) =>
  resolve('pipelines/pipeline/bench/convert', name),
);

export const decodeAlone: Contestant = {
  name: 'sharp, decoding alone',
  run: (photos) =>
    measureRun([process.execPath, DECODE_ALONE ?? '', photos, SIZE], {
      cwd: process.cwd(),
      env: { UV_THREADPOOL_SIZE: '16' },
    }),
};

/** What each needs beside pyarrow and NumPy. */
const MODULES = { opencv: 'cv2', 'scikit-image': 'skimage' } as const;

/** Those in Python whose packages the interpreter has; none where `python` is empty. */
export async function findPeers(python: string): Promise<readonly Contestant[]> {
  const peers = [
    { name: 'OpenCV', reader: 'opencv', options: [] },
    { name: 'OpenCV, synced', reader: 'opencv', options: ['--sync'] },
    { name: 'scikit-image', reader: 'scikit-image', options: [] },
  ] as const;
  const found = await Promise.all(peers.map(({ reader }) => hasModules(python, MODULES[reader])));
  return peers
    .filter((_, i) => found[i])
    .map(({ name, reader, options }) => ({
      name,
      run: (photos) => runPeer(python, reader, photos, options),
    }));
}

async function hasModules(python: string, module: string): Promise<boolean> {
  if (python === '') return false;
  return timedRun([python, '-c', `import pyarrow, numpy, ${module}`], { cwd: process.cwd() }).then(
    () => true,
    () => false,
  );
}

async function runPeer(
  python: string,
  reader: string,
  photos: string,
  options: readonly string[],
): Promise<MeasuredRun> {
  const folder = await mkdtemp(join(tmpdir(), 'tintype-peer-'));
  const words = [python, PYTHON_PEER ?? '', reader, photos, join(folder, 'out'), SIZE, ...options];
  try {
    return await measureRun(words, { cwd: folder });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
