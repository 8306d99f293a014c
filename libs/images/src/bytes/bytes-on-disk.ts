import type { FileHandle } from 'node:fs/promises';

import type { PhotoBytes } from './photo-bytes.ts';

/** Read at once: most of what is asked for next lies there, and each read of its own costs a turn of the thread pool. */
const AHEAD = 1 << 16;

export async function bytesOnDisk(handle: FileHandle): Promise<PhotoBytes> {
  const { size } = await handle.stat();
  let held = { from: 0, bytes: new Uint8Array(0) };
  return {
    size,
    read: async (position, length) => {
      const wanted = Math.max(0, Math.min(length, size - position));
      const at = position - held.from;
      if (at >= 0 && at + wanted <= held.bytes.length) return held.bytes.subarray(at, at + wanted);
      const bytes = await readFrom(handle, position, Math.max(wanted, Math.min(AHEAD, size - position)));
      held = { from: position, bytes };
      return bytes.subarray(0, wanted);
    },
  };
}

async function readFrom(handle: FileHandle, position: number, length: number) {
  const { buffer, bytesRead } = await handle.read(new Uint8Array(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}
