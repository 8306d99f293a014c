import { open } from 'node:fs/promises';

import type { TakeBytes } from './take-bytes.ts';

/** The bytes of a file, in memory that `take` gives; what is added to it meanwhile is left out. */
export async function readFileInto(path: string, take: TakeBytes = takeAnew): Promise<Buffer> {
  const handle = await open(path);
  try {
    const bytes = take((await handle.stat()).size);
    let read = 0;
    for (let more = 1; more > 0 && read < bytes.length; read += more)
      more = (await handle.read(bytes, read, bytes.length - read)).bytesRead;
    return Buffer.from(bytes.buffer, bytes.byteOffset, read);
  } finally {
    await handle.close();
  }
}

function takeAnew(bytes: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}
