import { createHash } from 'node:crypto';
import { join } from 'node:path';

import { publishFolder } from '@tintype/download';

import type { SourceEvent } from '../source-event.ts';

/** How many scenes, of which seed, how many pixels a side. */
export interface SceneSettings {
  readonly count: number;
  readonly seed: number;
  readonly size: number;
}

export interface GenerateContext {
  readonly signal: AbortSignal;
  readonly emit: (event: SourceEvent) => void;
}

/** To be raised when the same settings give other pixels, as folders of earlier runs are taken as they are. */
const VERSION = 1;
/** Scenes in flight: libvips encodes some while the next ones are painted. */
const BATCH = 16;

/**
 * Writes seeded scenes as JPEGs, once, and returns their folder `<downloads>/generated-<hash of settings>`.
 * The same settings give the same bytes, and more scenes the same ones first.
 */
export async function generateScenes(
  settings: SceneSettings,
  downloads: string,
  context: GenerateContext,
): Promise<string> {
  assertUsable(settings);
  const { count } = settings;
  const folder = scenesFolder(settings, downloads);
  await publishFolder(folder, async (draft) => {
    const { writeScene } = await import('./write-scene.ts'); // not before: stages that only list photos do without it
    for (let done = 0; done < count;) {
      context.signal.throwIfAborted();
      const batch = Array.from({ length: Math.min(BATCH, count - done) }, (_, i) => done + i);
      await Promise.all(batch.map((index) => writeScene(settings, index, draft)));
      done += batch.length;
      context.emit({ kind: 'generate', done, count });
    }
  });
  return folder;
}

/** Where the scenes of these settings lie once they are written. */
export function scenesFolder({ count, seed, size }: SceneSettings, downloads: string): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([VERSION, count, seed, size]))
    .digest('hex');
  return join(downloads, `generated-${hash.slice(0, 16)}`);
}

function assertUsable({ count, seed, size }: SceneSettings): void {
  for (const [name, value, least] of [
    ['count', count, 1],
    ['seed', seed, 0],
    ['size', size, 32],
  ] as const) {
    if (Number.isSafeInteger(value) && value >= least) continue;
    throw new Error(`ingest.source.${name}: expected a whole number from ${least}, got ${value}`);
  }
}
