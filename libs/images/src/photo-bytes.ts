import type { FileHandle } from 'node:fs/promises';

/** The bytes of a photo, in memory or on a disk, where no more is read than is asked for. */
export interface PhotoBytes {
  readonly size: number;
  /** Up to `length` bytes from `position` on; fewer where the file ends before. */
  read(position: number, length: number): Promise<Uint8Array>;
}

export function bytesInMemory(bytes: Uint8Array): PhotoBytes {
  return {
    size: bytes.length,
    read: async (position, length) => bytes.subarray(position, position + length),
  };
}

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
