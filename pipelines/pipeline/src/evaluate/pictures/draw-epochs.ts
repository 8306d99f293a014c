import { encodePng, type Picture, scalePicture, tile } from '@tintype/images';
import { encodeEventFile, type SummaryEvent } from '@tintype/network';
import type { CurvesRows, EpochPatchesRows } from '@tintype/records';

const ZOOM = 4;

/** The patches that training followed, on one sheet. */
export interface EpochSheet {
  readonly sheet: Picture;
  /** The epochs of its rows; the row above them has no colours, the one below them the true ones. */
  readonly epochs: readonly number[];
}

/** One row for what was asked, for each epoch and for the truth; a column for each patch. Null without patches. */
export function drawEpochSheet(rows: EpochPatchesRows): EpochSheet | null {
  const pictures = picturesOf(rows);
  if (pictures.length === 0) return null;
  const epochs = [...new Set(rows.epoch)].filter((epoch) => epoch > 0);
  return { sheet: tile(pictures, pictures.length / (epochs.length + 2)), epochs };
}

/** TensorBoard's file of the same pictures: each epoch's patches above the true ones, at the epoch's last step. */
export async function encodeEpochEvents(rows: EpochPatchesRows, curves: CurvesRows): Promise<Uint8Array> {
  const pictures = picturesOf(rows);
  const truth = pictures.filter((_, i) => rows.shows[i] === 'true');
  const events: SummaryEvent[] = [];
  for (const [i, epoch] of curves.epoch.entries()) {
    const predicted = pictures.filter((_, row) => rows.epoch[row] === epoch);
    if (predicted.length === 0) continue;
    const { rgb, width, height } = tile([...predicted, ...truth], truth.length);
    const picture = { png: await encodePng(rgb, width, height), width, height };
    events.push({ step: curves.step[i] ?? 0, summaries: [{ tag: 'predicted above true', picture }] });
  }
  return encodeEventFile(events);
}

function picturesOf({ patch, rgb }: EpochPatchesRows): readonly Picture[] {
  const [height = 0, width = 0] = rgb.shape;
  const bytes = height * width * 3;
  return Array.from(patch, (_, i) =>
    scalePicture({ width, height, rgb: rgb.data.subarray(i * bytes, (i + 1) * bytes) }, ZOOM),
  );
}
