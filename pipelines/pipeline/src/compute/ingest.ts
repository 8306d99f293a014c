import type { Compute, Input } from '@tintype/executor';
import { inspectPhoto, isRejection } from '@tintype/images';
import { photosTable } from '@tintype/records';
import { FILES_AT_ONCE, mapConcurrently } from '@tintype/store';

import { type InspectedPhoto, type ListedPhotos, parseHeaders } from '../ingest/photo-rows.ts';
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
  const headers = await readHeaders(inputs);
  const found = listed.photo.map((id, row) => headerOf(headers, id, listed.path[row]));
  const reason = found.map((header, row) => header.reason || (listed.reason[row] ?? ''));
  const bytes = photosTable.encode({
    photo: listed.photo,
    path: listed.path,
    class: listed.class,
    width: Int32Array.from(found, ({ width }) => width),
    height: Int32Array.from(found, ({ height }) => height),
    format: found.map(({ format }) => format),
    bytes: Float64Array.from(listed.bytes),
    split: reason.map((why, row) => (why === '' ? (listed.split[row] ?? '') : '')),
    status: reason.map((why) => (why === '' ? 'kept' : 'quarantined')),
    reason,
  });
  return [{ name, table: photosTable.name, bytes, rows: found.length }];
};

type Headers = ReadonlyMap<string, InspectedPhoto>;

/** A few at once, as there may be thousands. */
async function readHeaders(inputs: readonly Input[]): Promise<Headers> {
  const headers = new Map<string, InspectedPhoto>();
  await mapConcurrently(inputs, FILES_AT_ONCE, async (input) => {
    for (const header of parseHeaders(await input.read())) headers.set(header.photo, header);
  });
  return headers;
}

function headerOf(headers: Headers, id: string, path = ''): InspectedPhoto {
  const header = headers.get(id);
  if (header === undefined) throw new Error(`Internal error: expected a header of ${path}`);
  return header;
}
