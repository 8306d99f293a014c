import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { bytesOnDisk } from './bytes-on-disk.ts';

const SIZE = 200_000;
const BYTES = Uint8Array.from({ length: SIZE }, (_, i) => (i * 31 + (i >> 8)) % 256);
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bytes-'));
  await writeFile(join(folder, 'photo'), BYTES);
});

afterAll(() => rm(folder, { recursive: true }));

describe('bytes on disk', () => {
  it('are those of the file, in whatever order they are asked for, and end where it ends', async () => {
    const handle = await open(join(folder, 'photo'));
    const bytes = await bytesOnDisk(handle);
    const asked = [
      [0, 16],
      [20, 4],
      [65_530, 100],
      [65_000, 10],
      [10, 150_000],
      [199_990, 50],
      [5, 1],
    ] as const;
    for (const [position, length] of [...asked, [SIZE, 4], [SIZE + 9, 4], [7, 0]] as const)
      expect(await bytes.read(position, length)).toEqual(BYTES.subarray(position, position + length));
    expect(bytes.size).toBe(SIZE);
    await handle.close();
  });

  it('stay as they are when others are read', async () => {
    const handle = await open(join(folder, 'photo'));
    const bytes = await bytesOnDisk(handle);
    const first = await bytes.read(0, 10);
    await bytes.read(150_000, 10);
    expect(first).toEqual(BYTES.subarray(0, 10));
    await handle.close();
  });
});
