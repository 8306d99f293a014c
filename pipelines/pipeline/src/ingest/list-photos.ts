import {
  hasSource,
  type OpenedSource,
  openSource,
  type SourceEvent,
  type SourceFile,
  type SourceSettings,
  tellLeftOut,
  type Unreadable,
} from '@tintype/images/sources';
import { type StageContext, UserError } from '@tintype/stage';
import { describeError } from '@tintype/store';

import type { IngestSettings } from '../schemas/ingest.ts';
import { classOf } from './class-of.ts';
import { identifyPhotos, type PhotoList, selectPhotos } from './identify-photos.ts';
import { photoHashes } from './photo-hashes.ts';
import { pinChecksum } from './pin-checksum.ts';
import { sourceContext } from './source-context.ts';

/** Opens the source, unless this is a plan and it is not there: then nothing is fetched or generated for it. */
export async function openPhotos(
  source: SourceSettings,
  { folders, signal, planning }: Pick<StageContext, 'folders' | 'signal' | 'planning'>,
  emit: (event: SourceEvent) => void = () => {},
): Promise<OpenedSource> {
  const context = sourceContext(folders, signal, emit);
  if (planning && !(await hasSource(source, context)))
    throw new UserError(`ingest has ${source.kind === 'generated' ? 'generated' : 'fetched'} the photos`);
  return openSource(source, context).catch(asUserError);
}

export interface ListedSource {
  readonly photos: PhotoList;
  readonly unreadable: readonly Unreadable[];
  /** Whether the bundled photos stand in for the source. */
  readonly fellBack: boolean;
}

/** Opens the source and identifies each photo of the wanted classes by its bytes. */
export async function listPhotos(context: StageContext<IngestSettings>): Promise<ListedSource> {
  const { settings, folders, note } = context;
  const source: SourceSettings = settings.source;
  const opened = await openPhotos(source, context, (event) => tellSource(event, source, note));
  const { files, pinned, fellBack } = opened;
  if (pinned !== undefined) note(await pinChecksum(context.recipeFile, pinned.sha256));
  if (fellBack !== undefined) note(`${fellBack}; the bundled photos are used instead`);
  const { photos, unreadable } = await identifyPhotos(files, photoHashes(folders), {
    maxBytes: settings.maxBytes,
    remember: !context.planning,
  });
  return {
    photos: selectClasses(photos, settings),
    unreadable: [...opened.unreadable, ...unreadable],
    fellBack: fellBack !== undefined,
  };
}

function asUserError(error: unknown): never {
  throw describeError(error).startsWith('Internal error') ? error : new UserError(describeError(error));
}

function tellSource(event: SourceEvent, source: SourceSettings, note: (text: string) => void): void {
  switch (event.kind) {
    case 'extract':
      return note(`${event.photos} photos extracted from ${event.archive}`);
    case 'ignored':
      return source.kind === 'bundled' ? undefined : note(`${event.count} files that are not photos ignored`);
    case 'left-out':
      return source.kind === 'bundled' ? undefined : tellLeftOut(event.entries).forEach(note);
    case 'download':
    case 'generate':
    case 'pinned':
      return; // progress of long downloads is told by the bar; the pin by whoever writes it
    default:
      return event satisfies never;
  }
}

function selectClasses(photos: PhotoList, { classes, classFrom }: IngestSettings): PhotoList {
  if (classes === null) return photos;
  const isWanted = ({ path }: SourceFile) => classes.includes(classOf(path, classFrom));
  const kept = photos.files.flatMap((file, place) => (isWanted(file) ? [place] : []));
  if (kept.length > 0 || photos.files.length === 0) return selectPhotos(photos, kept); // that there is none is told later, with the reasons
  const found = [...new Set(photos.files.map(({ path }) => classOf(path, classFrom)))].sort().join(', ');
  throw new UserError(`ingest.classes: expected photos of ${classes.join(', ')}, got ${found}`);
}
