import type { FileHandle } from 'node:fs/promises';

const BLOCK_BYTES = 0x100000;

/** Puts bytes in the place of those between `from` and `to`. What lies behind moves, block by block. */
export async function replaceInFile(
  handle: FileHandle,
  { from, to, bytes }: { readonly from: number; readonly to: number; readonly bytes: Uint8Array },
): Promise<void> {
  const shift = bytes.length - (to - from);
  const { size } = await handle.stat();
  if (shift > 0) await moveBack(handle, { start: to, end: size, shift });
  if (shift < 0) await moveForward(handle, { start: to, end: size, shift });
  await handle.write(bytes, 0, bytes.length, from);
}

interface Move {
  readonly start: number;
  readonly end: number;
  readonly shift: number;
}

/** From the end, so that nothing is written over what has yet to be read. */
async function moveBack(handle: FileHandle, { start, end, shift }: Move): Promise<void> {
  const block = new Uint8Array(BLOCK_BYTES);
  for (let to = end; to > start; to -= BLOCK_BYTES) {
    const from = Math.max(start, to - BLOCK_BYTES);
    await handle.read(block, 0, to - from, from);
    await handle.write(block, 0, to - from, from + shift);
  }
}

async function moveForward(handle: FileHandle, { start, end, shift }: Move): Promise<void> {
  const block = new Uint8Array(BLOCK_BYTES);
  for (let from = start; from < end; from += BLOCK_BYTES) {
    const length = Math.min(BLOCK_BYTES, end - from);
    await handle.read(block, 0, length, from);
    await handle.write(block, 0, length, from + shift);
  }
  await handle.truncate(end + shift);
}
