import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { safePath, visitArchive } from '@tintype/download';
import { explainError } from '@tintype/store';

/**
 * What of TensorFlow's wheel and of NVIDIA's is needed: the two libraries, the headers of the C API with those
 * that they include, and CUDA's libraries and assembler. The rest, nine tenths of the files, is Python's.
 */
const NEEDED: readonly RegExp[] = [
  /^tensorflow\/libtensorflow_(cc|framework)\.(so\.2|2\.dylib)$/,
  /^tensorflow\/include\/tensorflow\/(c|core\/platform)\/.*\.h$/,
  /^tensorflow\/include\/(external\/local_tsl\/)?(xla\/)?tsl\/(c|platform)\/.*\.h$/,
  /^nvidia\/[^/]+\/lib\/[^/]+\.so[^/]*$/,
  /^nvidia\/cuda_nvcc\/bin\/ptxas$/,
  /^nvidia\/cuda_nvcc\/nvvm\/libdevice\/[^/]+$/,
];

export function isNeeded(path: string): boolean {
  return NEEDED.some((pattern) => pattern.test(path));
}

/** Extracts what is needed of a wheel into an existing folder, laid out as site-packages would have it. */
export async function extractWheel(wheel: string, folder: string, signal: AbortSignal): Promise<void> {
  let extracted = 0;
  try {
    await visitArchive(
      wheel,
      async (entry) => {
        const path = safePath(entry.path);
        if (entry.kind !== 'file' || !isNeeded(path)) return;
        const file = join(folder, path);
        await mkdir(dirname(file), { recursive: true });
        await writeFile(file, await entry.open(), { signal });
        if (path.includes('/bin/')) await chmod(file, 0o755);
        extracted += 1;
      },
      signal,
    );
  } catch (cause) {
    signal.throwIfAborted();
    throw new Error(`could not extract ${wheel}: ${explainError(cause)}`, { cause });
  }
  if (extracted === 0)
    throw new Error(`${wheel}: expected libraries of TensorFlow or CUDA in it, found none`);
}
