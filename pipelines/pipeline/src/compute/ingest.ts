import type { Compute, Input } from '@tintype/executor';
import { inspectPhoto, isRejection } from '@tintype/images';
import { photosTable } from '@tintype/records';
import { FILES_AT_ONCE, mapConcurrently } from '@tintype/store';

import { type InspectedPhoto, type ListedPhotos, parseHeaders, unpackRows } from '../ingest/photo-rows.ts';
import { copyHeaders } from '../reuse/copy-headers.ts';

export interface InspectSettings {
  readonly minSize: number;
  readonly maxPixels: number;
}

/** Looks into each photo: its header when it can be used, the reason when it cannot. */
export const inspect: Compute<InspectSettings> = async ({ name, settings, inputs, reuse }) => {
  const known = await copyHeaders(
    inputs.map((input) => input.name),
    reuse,
  );
  const headers: InspectedPhoto[] = [];
  for (const input of inputs) {
    const photo = input.name;
    const copy = known.get(photo);
    if (copy !== undefined) {
      headers.push(copy);
      continue;
    }
    const { minSize, maxPixels } = settings;
    const found = await inspectPhoto(await input.read(), { minSize, maxPixels });
    headers.push(
      isRejection(found)
        ? { photo, width: 0, height: 0, format: '', reason: found.reason, notes: [] }
        : {
            photo,
            ...{ width: found.width, height: found.height, format: found.format },
            ...{ reason: '', notes: found.notes },
          },
    );
  }
  return [{ name, bytes: Buffer.from(JSON.stringify(headers)), rows: headers.length }];
};

/** Joins list, headers and splits to the photo table. */
export const tabulate: Compute<ListedPhotos> = async ({ name, settings: listed, inputs }) => {
  const rows = unpackRows(listed);
  const { reason, ...headers } = await readHeaders(rows.photo, inputs);
  for (const [row, first] of listed.twins) {
    for (const column of [headers.width, headers.height]) column[row] = column[first] ?? 0;
    headers.format[row] = headers.format[first] ?? '';
    reason[row] = reason[first] || `the same bytes as ${rows.path[first]}`;
  }
  const bytes = photosTable.encode({
    ...{ ...rows, ...headers, reason },
    split: rows.split.map((split, row) => (reason[row] === '' ? split : '')),
    status: reason.map((why) => (why === '' ? 'kept' : 'quarantined')),
  });
  return [{ name, table: photosTable.name, bytes, rows: reason.length }];
};

/** What the headers say, in columns; of photos with the same bytes only in the row of the first. */
async function readHeaders(photos: readonly string[], inputs: readonly Input[]) {
  const first = new Map<string, number>();
  for (let row = photos.length - 1; row >= 0; row--) first.set(photos[row] ?? '', row);
  const [width, height] = [new Int32Array(photos.length), new Int32Array(photos.length)];
  const [format, reason] = [photos.map(() => ''), photos.map(() => '')];
  let read = 0;
  await mapConcurrently(inputs, FILES_AT_ONCE, async (input) => {
    for (const header of parseHeaders(await input.read())) {
      const row = first.get(header.photo);
      if (row === undefined) throw new Error(`Internal error: expected no header of ${header.photo}`);
      [width[row], height[row]] = [header.width, header.height];
      [format[row], reason[row]] = [header.format, header.reason];
      read += 1;
    }
  });
  if (read !== first.size)
    throw new Error(`Internal error: expected the headers of ${first.size} photos, got ${read}`);
  return { width, height, format, reason };
}
