import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

import { hasArrowMagic, IPC_MAGIC } from '../ipc-file.ts';
import { readFully } from '../tensor-layout.ts';
import { checkArrow } from './check-file.ts';
import type { Part } from './reading.ts';

/** `checkArrow` of a file, of which it reads the ends, the heads of batches and the ends of texts; errors name the file. */
export function checkArrowFile(path: string): { readonly rows: number } {
  const file = openSync(path, 'r');
  try {
    const read = ({ position, length }: Part): Uint8Array => {
      const bytes = new Uint8Array(length);
      readFully(file, bytes, position, path);
      return bytes;
    };
    return checkArrow({ size: fstatSync(file).size, read }, path);
  } finally {
    closeSync(file);
  }
}

/** Whether a file begins as an Arrow file does. */
export function isArrowFile(path: string): boolean {
  const file = openSync(path, 'r');
  try {
    const head = new Uint8Array(IPC_MAGIC.length);
    return readSync(file, head, 0, head.length, 0) === head.length && hasArrowMagic(head);
  } finally {
    closeSync(file);
  }
}
