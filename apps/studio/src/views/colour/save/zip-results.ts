import { describeError } from '@tintype/store/neutral';
import { Zip, ZipPassThrough } from 'fflate';

import type { Engine, OpenedPhoto, OutputFormat } from '../../../engine/engine.ts';
import { readSource } from '../darkroom/develop.ts';
import { distinctStem, stemOf } from '../darkroom/names.ts';
import type { Photo } from '../darkroom/photo.ts';
import { hintFileName, makeHintFile } from '../hints/hint-files.ts';
import { encodeResult, resultName } from './results.ts';

export interface ZipRequest {
  readonly photos: readonly Photo[];
  readonly engine: Engine;
  readonly format: OutputFormat;
  readonly signal: AbortSignal;
  /** Called before each photo. */
  readonly onPhoto: (photo: Photo, index: number) => void;
}

export interface ZippedResults {
  readonly zip: Blob;
  /** A sentence for each photo that is not in it. */
  readonly failures: readonly string[];
}

/** One photo after the other into a zip: of each no more than its encoded bytes are held, and those by the browser. */
export async function zipResults(request: ZipRequest): Promise<ZippedResults> {
  const { photos, signal, onPhoto } = request;
  const zip = collectZip();
  const failures: string[] = [];
  const taken = new Set<string>();
  for (const [index, photo] of photos.entries()) {
    signal.throwIfAborted();
    onPhoto(photo, index);
    try {
      await addResult(photo, request, { zip, stem: distinctStem(stemOf(photo.name), taken) });
    } catch (error) {
      signal.throwIfAborted();
      failures.push(`${photo.name} is not in the zip: ${describeError(error)}`);
    }
  }
  return { zip: zip.end(), failures };
}

async function addResult(
  photo: Photo,
  { engine, format, signal }: ZipRequest,
  { zip, stem }: { readonly zip: ReturnType<typeof collectZip>; readonly stem: string },
): Promise<void> {
  const { opened, close } = await borrowPhoto(photo, engine, signal);
  try {
    const result = await encodeResult(photo, opened, format);
    signal.throwIfAborted();
    await zip.add(resultName(stem, format), result);
  } finally {
    close();
  }
  if (photo.edits.value.hints.length > 0) await zip.add(hintFileName(stem), makeHintFile(photo));
}

/** The photo as it is open, or opened for this alone. */
async function borrowPhoto(
  { progress, source, name }: Photo,
  engine: Engine,
  signal: AbortSignal,
): Promise<{ readonly opened: OpenedPhoto; readonly close: () => void }> {
  const now = progress.value;
  if (now.state === 'done') return { opened: now.opened, close: () => undefined };
  const opened = await engine.openPhoto(await readSource(source, signal), name, signal);
  return { opened, close: () => opened.close() };
}

/** A zip whose entries are stored as they are, since pictures are compressed already. */
function collectZip() {
  const parts: Blob[] = [];
  let failure: Error | null = null;
  const zip = new Zip((error, chunk) => {
    if (error) failure = error;
    else parts.push(new Blob([Uint8Array.from(chunk)]));
  });
  const check = () => {
    if (failure) throw failure;
  };
  return {
    async add(name: string, content: Blob): Promise<void> {
      const entry = new ZipPassThrough(name);
      zip.add(entry);
      entry.push(new Uint8Array(await content.arrayBuffer()), true);
      check();
    },
    end(): Blob {
      zip.end();
      check();
      return new Blob(parts, { type: 'application/zip' });
    },
  };
}
