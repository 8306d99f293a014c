import { join } from 'node:path';

import { joinLab, labToSrgb } from '@tintype/colour';
import { PATCH, TARGET, type Model, type PatchSource } from '@tintype/network';
import { epochPatchesTable } from '@tintype/records';
import { publish, readIfThere } from '@tintype/store';

import { shownEpochs } from './shown-epochs.ts';

/** Patches that are followed through the epochs. */
const FOLLOWED = 12;
const PIXELS = TARGET * TARGET;
const BORDER = (PATCH - TARGET) / 2;

/** What the network makes of the same few validation patches after each epoch. */
export interface EpochPatches {
  /** Colours the patches and keeps them where a killed training finds them again. */
  colour(model: Model, epoch: number): Promise<void>;
  /** The rows of `epochPatchesTable`: grey, after each shown epoch, true. */
  encode(epochs: number): Promise<{ readonly bytes: Uint8Array; readonly rows: number }>;
}

/** A patch's centre, for which there is a truth. */
interface Centre {
  readonly lightness: Float32Array; // [16, 16]
  readonly ab: Float32Array; // [16, 16, 2]
}

/**
 * Follows patches spread evenly over `source`, as neighbours come from one photo. What an epoch made of them is kept
 * in `folder` under `name`. The pixels are drawn elsewhere: a drawing library's version must not retrain a model.
 */
export async function followPatches(
  source: PatchSource,
  folder: string,
  name: string,
): Promise<EpochPatches> {
  const { windows, centres } = await readPatches(source);
  const grey = centres.map(({ lightness }) => ({ lightness, ab: new Float32Array(2 * PIXELS) }));
  const file = (epoch: number) => join(folder, `patches-${name}-${epoch}.rgb`);
  return {
    async colour(model, epoch) {
      const predicted: Centre[] = [];
      for (const [i, window] of windows.entries())
        predicted.push({
          lightness: centres[i]?.lightness ?? window,
          ab: await predictCentre(model, window),
        });
      await publish(file(epoch), rgbOf(predicted));
    },
    async encode(epochs) {
      const shown = shownEpochs(epochs);
      const kept = await Promise.all(shown.map((epoch) => readIfThere(file(epoch))));
      const parts = [rgbOf(grey), ...kept.map((rgb) => rgb ?? new Uint8Array()), rgbOf(centres)];
      const patches = parts.flatMap(({ length }) =>
        Array.from({ length: length / (3 * PIXELS) }, (_, i) => i),
      );
      const perPart = <T>(of: (part: number) => T) =>
        parts.flatMap(({ length }, part) => Array.from({ length: length / (3 * PIXELS) }, () => of(part)));
      const last = parts.length - 1;
      const bytes = epochPatchesTable.encode({
        patch: patches,
        shows: perPart((part) => (part === 0 ? 'grey' : part === last ? 'true' : 'predicted')),
        epoch: perPart((part) => shown[part - 1] ?? 0),
        rgb: { data: Buffer.concat(parts), shape: [TARGET, TARGET, 3] },
      });
      return { bytes, rows: patches.length };
    },
  };
}

async function predictCentre(model: Model, window: Float32Array): Promise<Float32Array> {
  const [ab] = await model.predict(window, PATCH, PATCH, [model.metadata.temperature]);
  return centreOf(ab ?? new Float32Array(), 2);
}

async function readPatches(source: PatchSource) {
  const count = Math.min(FOLLOWED, source.count);
  const rows = Int32Array.from({ length: count }, (_, i) => Math.floor((i * source.count) / count));
  const lightness = new Float32Array(count * PATCH * PATCH);
  const ab = new Float32Array(count * PIXELS * 2);
  await source.read(rows, { lightness, ab });
  const windows = Array.from(rows, (_, i) => lightness.slice(i * PATCH * PATCH, (i + 1) * PATCH * PATCH));
  const centres = windows.map((window, i) => ({
    lightness: centreOf(window, 1),
    ab: ab.slice(i * PIXELS * 2, (i + 1) * PIXELS * 2),
  }));
  return { windows, centres };
}

/** [32, 32, channels] → [16, 16, channels] */
function centreOf(plane: Float32Array, channels: number): Float32Array {
  const centre = new Float32Array(PIXELS * channels);
  for (let y = 0; y < TARGET; y++) {
    const start = ((y + BORDER) * PATCH + BORDER) * channels;
    centre.set(plane.subarray(start, start + TARGET * channels), y * TARGET * channels);
  }
  return centre;
}

/** → [n, 16, 16, 3] */
function rgbOf(centres: readonly Centre[]): Uint8Array {
  return Buffer.concat(centres.map(({ lightness, ab }) => Buffer.from(labToSrgb(joinLab(lightness, ab)))));
}
