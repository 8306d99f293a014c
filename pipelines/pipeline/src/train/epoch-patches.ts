import { join } from 'node:path';

import { joinLab, labToSrgb, shrinkSquare } from '@tintype/colour';
import { findGeometry, type Model, type NetworkSettings, type PatchSource } from '@tintype/network';
import { epochPatchesTable } from '@tintype/records';
import { publish, readIfThere } from '@tintype/store';

import { shownEpochs } from './shown-epochs.ts';

/** Patches that are followed through the epochs. */
const FOLLOWED = 12;

/** What the network makes of the same few validation patches after each epoch. */
export interface EpochPatches {
  /** Colours the patches and keeps them where a killed training finds them again. */
  colour(model: Model, epoch: number): Promise<void>;
  /** The rows of `epochPatchesTable`: grey, after each shown epoch, true. */
  encode(epochs: number): Promise<{ readonly bytes: Uint8Array; readonly rows: number }>;
}

/** What lies between a patch's borders, for which there is a truth, at its resolution. */
interface Centre {
  readonly lightness: Float32Array; // [T, T]
  readonly ab: Float32Array; // [T, T, 2]
}

/**
 * Follows patches spread evenly over `source`, as neighbours come from one photo. What an epoch made of them is kept
 * in `folder` under `name`. The pixels are drawn elsewhere: a drawing library's version must not retrain a model.
 */
export async function followPatches(
  source: PatchSource,
  network: NetworkSettings,
  folder: string,
  name: string,
): Promise<EpochPatches> {
  const sides = sidesOf(source, network);
  const pixels = sides.target ** 2;
  const { windows, centres } = await readPatches(source, sides);
  const grey = centres.map(({ lightness }) => ({ lightness, ab: new Float32Array(2 * pixels) }));
  const file = (epoch: number) => join(folder, `patches-${name}-${epoch}.rgb`);
  return {
    async colour(model, epoch) {
      const predicted: Centre[] = [];
      for (const [i, window] of windows.entries())
        predicted.push({
          lightness: centres[i]?.lightness ?? window,
          ab: await predictCentre(model, window, sides),
        });
      await publish(file(epoch), rgbOf(predicted));
    },
    async encode(epochs) {
      const shown = shownEpochs(epochs);
      const kept = await Promise.all(shown.map((epoch) => readIfThere(file(epoch))));
      const parts = [rgbOf(grey), ...kept.map((rgb) => rgb ?? new Uint8Array()), rgbOf(centres)];
      const patches = parts.flatMap(({ length }) =>
        Array.from({ length: length / (3 * pixels) }, (_, i) => i),
      );
      const perPart = <T>(of: (part: number) => T) =>
        parts.flatMap(({ length }, part) => Array.from({ length: length / (3 * pixels) }, () => of(part)));
      const last = parts.length - 1;
      const bytes = epochPatchesTable.encode({
        patch: patches,
        shows: perPart((part) => (part === 0 ? 'grey' : part === last ? 'true' : 'predicted')),
        epoch: perPart((part) => shown[part - 1] ?? 0),
        rgb: { data: Buffer.concat(parts), shape: [sides.target, sides.target, 3] },
      });
      return { bytes, rows: patches.length };
    },
  };
}

interface Sides {
  readonly window: number;
  readonly target: number;
  readonly stride: number;
}

/** Throws where the patches are not what the network is made for. */
function sidesOf({ lightnessShape, abShape }: PatchSource, network: NetworkSettings): Sides {
  const { margin, stride, multiple } = findGeometry(network);
  const [window = 0, target = 0] = [lightnessShape[0], abShape[0]];
  if (window % multiple === 0 && target === (window - 2 * margin) / stride) return { window, target, stride };
  throw new Error(
    `patches: expected border ${margin}, stride ${stride} and a window that is a multiple of ${multiple} for the network ${network.kind}, got windows of ${window} with targets of ${target}`,
  );
}

async function predictCentre(model: Model, window: Float32Array, sides: Sides): Promise<Float32Array> {
  const [ab] = await model.predict(window, sides.window, sides.window, [model.metadata.temperature]);
  return centreOf(ab ?? new Float32Array(), 2, sides);
}

async function readPatches(source: PatchSource, sides: Sides) {
  const count = Math.min(FOLLOWED, source.count);
  const rows = Int32Array.from({ length: count }, (_, i) => Math.floor((i * source.count) / count));
  const [area, pixels] = [sides.window ** 2, sides.target ** 2];
  const lightness = new Float32Array(count * area);
  const ab = new Float32Array(count * pixels * 2);
  await source.read(rows, { lightness, ab });
  const windows = Array.from(rows, (_, i) => lightness.slice(i * area, (i + 1) * area));
  const centres = windows.map((window, i) => ({
    lightness: centreOf(window, 1, sides),
    ab: ab.slice(i * pixels * 2, (i + 1) * pixels * 2),
  }));
  return { windows, centres };
}

/** [W, W, channels] → [T, T, channels] */
function centreOf(plane: Float32Array, channels: number, { window, target, stride }: Sides): Float32Array {
  const border = (window - target * stride) / 2;
  const side = target * stride;
  return shrinkSquare(plane, { size: window, channels, x: border, y: border, side, to: target });
}

/** → [n, T, T, 3] */
function rgbOf(centres: readonly Centre[]): Uint8Array {
  return Buffer.concat(centres.map(({ lightness, ab }) => Buffer.from(labToSrgb(joinLab(lightness, ab)))));
}
