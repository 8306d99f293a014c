import type { FileHandle } from 'node:fs/promises';

import type { PhotoBytes } from './photo-bytes.ts';

export async function bytesOnDisk(handle: FileHandle): Promise<PhotoBytes> {
  const { size } = await handle.stat();
  return {
    size,
    read: async (position, length) => {
      const { buffer, bytesRead } = await handle.read(new Uint8Array(length), 0, length, position);
      return buffer.subarray(0, bytesRead);
    },
  };
}
