import type { Unreadable } from '@tintype/images/sources';
import { type PhotosRows, photosTable } from '@tintype/records';
import {
  defineStage,
  layOutShards,
  type Outcome,
  type ShardSpec,
  type StageContext,
  toInput,
  UserError,
} from '@tintype/stage';
import { FILES_AT_ONCE, mapConcurrently, parseDigest, type Shard } from '@tintype/store';
import { printable } from '@tintype/terminal';

import { forecastIngest } from '../forecast/forecasts.ts';
import { assignSplits, type Split } from '../ingest/assign-splits.ts';
import { classOf } from '../ingest/class-of.ts';
import type { IdentifiedPhoto } from '../ingest/identify-photos.ts';
import { type ListedSource, listPhotos } from '../ingest/list-photos.ts';
import { type InspectedPhoto, type ListedPhotos, parseHeaders } from '../ingest/photo-rows.ts';
import { asBundled, sameOriginalOf } from '../ingest/same-original.ts';
import { indexReusable } from '../reuse/reusable-shards.ts';
import { ingestSchemas, type IngestSettings, type IngestSummary } from '../schemas/ingest.ts';

type IngestContext = StageContext<IngestSettings, IngestSummary>;

/** Lists the source, identifies each photo by its bytes, looks into it, splits, and writes the photo table. */
export const ingest = defineStage({
  ...ingestSchemas,
  version: 1,
  needs: {},

  forecast: forecastIngest,

  async filesOf(artefact, read) {
    const { path, photo } = photosTable.decode(await read(artefact.shard('photos')));
    return path.map((name, i) => ({ path: name, sha256: parseDigest(photo[i] ?? '') }));
  },

  async run(context) {
    const { settings } = context;
    const { fellBack, unreadable, photos, headers } = await inspectListed(context);
    context.reads(photos.map(({ path, photo }) => ({ path, sha256: photo })));
    const inspected = await readHeaders(headers, context);
    const splits = splitUsable({ photos, unreadable }, inspected, fellBack ? asBundled(settings) : settings);
    const [table] = await context.shards([
      {
        key: {
          name: 'photos',
          compute: 'tabulate',
          settings: listRows(photos, splits, settings),
          inputs: headers.map((shard) => toInput(shard)),
        },
        hints: { work: photos.length },
      },
    ]);
    if (table === undefined) throw new Error('Internal error: expected the photo table');
    const rows = photosTable.decode(await context.read(table));
    return describe([...headers, table], rows, {
      unreadable,
      noted: listNotes(rows, inspected),
      insteadOf: fellBack ? urlOf(settings) : null,
    });
  },
});

/** Reasons shown when no photo at all can be used. */
const MOST_REASONS = 10;
/** How often a folder is listed anew that changes while it is being looked into. */
const MOST_LISTINGS = 3;

/** Lists the photos and looks into each. Where one has gone or changed in between, the source is listed again. */
async function inspectListed(
  context: IngestContext,
): Promise<ListedSource & { readonly headers: readonly Shard[] }> {
  let listed = await listPhotos(context);
  for (let listings = 1; ; listings += 1) {
    try {
      return { ...listed, headers: await context.shards(inspectSpecs(listed.photos, context)) };
    } catch (error) {
      const again = context.signal.aborted || listings === MOST_LISTINGS ? listed : await listPhotos(context);
      if (sameFiles(listed.photos, again.photos)) throw error;
      context.note('photos have changed while they were being looked at; the source is listed again');
      listed = again;
    }
  }
}

function sameFiles(one: readonly IdentifiedPhoto[], other: readonly IdentifiedPhoto[]): boolean {
  const names = (photos: readonly IdentifiedPhoto[]) => photos.map(({ photo, file }) => `${photo} ${file}`);
  return names(one).join('\0') === names(other).join('\0');
}

function inspectSpecs(photos: readonly IdentifiedPhoto[], context: IngestContext): readonly ShardSpec[] {
  const byId = new Map<string, IdentifiedPhoto>(photos.map((photo) => [photo.photo, photo]));
  const reusable = indexReusable(context, headerSettings);
  return layOutShards([...byId.keys()], context.settings.photosPerTask).map(({ name, ids }) => {
    const key = {
      name: `headers/${name}`,
      compute: 'inspect',
      settings: headerSettings(context.settings),
      inputs: ids.flatMap((id) => {
        const photo = byId.get(id);
        return photo === undefined ? [] : [{ name: id, sha256: photo.photo, path: photo.file }];
      }),
    };
    return { key, hints: { reuse: () => reusable(key) } };
  });
}

/** All that looking into a photo depends on. */
function headerSettings({ minSize, maxPixels }: IngestSettings) {
  return { minSize, maxPixels };
}

async function readHeaders(
  headers: readonly Shard[],
  { read }: IngestContext,
): Promise<ReadonlyMap<string, InspectedPhoto>> {
  const inspected = new Map<string, InspectedPhoto>();
  await mapConcurrently(headers, FILES_AT_ONCE, async (shard) => {
    for (const header of parseHeaders(await read(shard))) inspected.set(header.photo, header);
  });
  return inspected;
}

function splitUsable(
  { photos, unreadable }: Pick<ListedSource, 'photos' | 'unreadable'>,
  inspected: ReadonlyMap<string, InspectedPhoto>,
  settings: IngestSettings,
): ReadonlyMap<string, Split> {
  const usable = photos.filter(({ photo }) => inspected.get(photo)?.reason === '');
  if (usable.length > 0) return assignSplits(usable, { ...settings, sameOriginal: sameOriginalOf(settings) });
  const reasons = [
    ...unreadable,
    ...photos.map(({ photo, path }) => ({ path, reason: inspected.get(photo)?.reason ?? '' })),
  ].map(({ path, reason }) => printable(`${path}: ${reason}`));
  throw new UserError(
    `ingest.source: expected usable photos, got none of ${reasons.length}\n${reasons.slice(0, MOST_REASONS).join('\n')}`,
  );
}

function listRows(
  photos: readonly IdentifiedPhoto[],
  splits: ReadonlyMap<string, Split>,
  { classFrom }: IngestSettings,
): ListedPhotos {
  return {
    photo: photos.map(({ photo }) => photo),
    path: photos.map(({ path }) => path),
    class: photos.map(({ path }) => classOf(path, classFrom)),
    bytes: photos.map(({ bytes }) => bytes),
    reason: findTwins(photos),
    split: photos.map(({ photo }) => splits.get(photo) ?? ''),
  };
}

/** Which photo has the same bytes and comes before; empty where none has. */
function findTwins(photos: readonly IdentifiedPhoto[]): readonly string[] {
  const first = new Map<string, string>();
  return photos.map(({ photo, path }) => {
    const twin = first.get(photo);
    if (twin === undefined) first.set(photo, path);
    return twin === undefined ? '' : `the same bytes as ${twin}`;
  });
}

function urlOf({ source }: IngestSettings): string | null {
  return source.kind === 'archive' ? source.url : null;
}

/** What is said of the photos that are kept. */
function listNotes(
  { photo, path, status }: PhotosRows,
  inspected: ReadonlyMap<string, InspectedPhoto>,
): IngestSummary['noted'] {
  return path.flatMap((name, i) => {
    const notes = status[i] === 'kept' ? inspected.get(photo[i] ?? '')?.notes : [];
    return (notes ?? []).map((note) => ({ path: name, note }));
  });
}

interface OutsideTheTable {
  readonly unreadable: readonly Unreadable[];
  readonly noted: IngestSummary['noted'];
  readonly insteadOf: string | null;
}

function describe(
  shards: readonly Shard[],
  { split, status, reason, path, class: classOfEach }: PhotosRows,
  { unreadable, noted, insteadOf }: OutsideTheTable,
): Outcome<IngestSummary> {
  const count = <T>(column: readonly T[], value: T) => column.filter((each) => each === value).length;
  const splits = {
    train: count(split, 'train'),
    validation: count(split, 'validation'),
    test: count(split, 'test'),
  };
  const kept = count(status, 'kept');
  const quarantined = [
    ...unreadable,
    ...path.flatMap((name, i) =>
      status[i] === 'quarantined' ? [{ path: name, reason: reason[i] ?? '' }] : [],
    ),
  ];
  const classes = [...new Set(classOfEach.filter((_, i) => status[i] === 'kept'))].sort();
  const counts = { photos: path.length + unreadable.length, kept, quarantined: quarantined.length };
  // Why it could not be downloaded is left out: a manifest must not change because a server fails in another way.
  const fallback =
    insteadOf === null ? '' : ` · the bundled photos, since ${insteadOf} could not be downloaded`;
  return {
    shards,
    summary: {
      ...counts,
      unreadable: unreadable.map(({ path, reason }) => ({ path, reason })),
      noted,
      ...splits,
      classes,
      insteadOf,
    },
    headline: `${kept} photos in ${classes.length} ${classes.length === 1 ? 'class' : 'classes'}: ${splits.train} train, ${splits.validation} validation, ${splits.test} test · ${quarantined.length} quarantined${fallback}`,
    details: [
      ...quarantined.map((one) => `quarantined ${one.path}: ${one.reason}`),
      ...noted.map(({ path, note }) => `note on ${path}: ${note}`),
    ],
  };
}
