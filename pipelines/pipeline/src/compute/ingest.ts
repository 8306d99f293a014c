import type { Compute } from '@tintype/executor';
import { inspectPhoto, isRejection } from '@tintype/images';
import { photosTable } from '@tintype/records';

import type { Split } from '../ingest/assign-splits.ts';
import type { InspectedPhoto, ListedPhoto } from '../ingest/photo-rows.ts';
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

export interface TabulateSettings {
  readonly photos: readonly ListedPhoto[];
  readonly splits: Readonly<Record<string, Split>>;
}

/** Joins list, headers and splits to the photo table. */
export const tabulate: Compute<TabulateSettings> = async ({ name, settings: { photos, splits }, inputs }) => {
  const parts = await Promise.all(inputs.map(async (input) => JSON.parse(String(await input.read()))));
  const headers = new Map((parts.flat() as InspectedPhoto[]).map((header) => [header.photo, header]));
  const rows = photos.map((listed) => {
    const header = headers.get(listed.photo);
    if (header === undefined) throw new Error(`Internal error: expected a header of ${listed.path}`);
    const reason = header.reason || listed.reason;
    return {
      ...header,
      ...listed,
      reason,
      split: reason === '' ? (splits[listed.photo] ?? '') : ('' as const),
    };
  });
  const bytes = photosTable.encode({
    photo: rows.map((row) => row.photo),
    path: rows.map((row) => row.path),
    class: rows.map((row) => row.class),
    width: Int32Array.from(rows, (row) => row.width),
    height: Int32Array.from(rows, (row) => row.height),
    format: rows.map((row) => row.format),
    bytes: Float64Array.from(rows, (row) => row.bytes),
    split: rows.map((row) => row.split),
    status: rows.map((row) => (row.reason === '' ? 'kept' : 'quarantined')),
    reason: rows.map((row) => row.reason),
  });
  return [{ name, table: photosTable.name, bytes, rows: rows.length }];
};
