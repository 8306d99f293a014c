import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import { namesIn, publish, readIfThere } from '@tintype/store';

import type { CheckpointStore } from './resume.ts';

const KEPT = 2;
const DIGITS = 12; // so that names in order of the alphabet are in order of their steps
const ENDING = '.checkpoint';

/**
 * Checkpoints as files `<name>-<step>.checkpoint` of a folder, which other names may share. Each is written whole
 * or not at all; the last two stay, and nothing else that begins with the name does.
 */
export function checkpointFolder(folder: string, name: string): CheckpointStore {
  const files = async () => (await namesIn(folder)).filter((file) => file.startsWith(`${name}-`));
  const newestFirst = async () =>
    (await files())
      .filter((file) => file.endsWith(ENDING))
      .sort()
      .reverse();
  return {
    async *load() {
      for (const file of await newestFirst()) {
        const bytes = await readIfThere(join(folder, file));
        if (bytes !== null) yield bytes;
      }
    },
    async save(bytes, step) {
      await publish(join(folder, `${name}-${String(step).padStart(DIGITS, '0')}${ENDING}`), bytes);
      const kept = new Set((await newestFirst()).slice(0, KEPT));
      const stale = (await files()).filter((file) => !kept.has(file)); // older ones, and what a killed run half wrote
      await Promise.all(stale.map((file) => rm(join(folder, file), { force: true })));
    },
  };
}
