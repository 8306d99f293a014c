import type { SourceFile, Unreadable } from '@tintype/images/sources';
import { type PhotosRows, photosTable } from '@tintype/records';
import {
  defineStage,
  layOutShards,
  type Outcome,
  type OutsideFile,
  type ShardSpec,
  type StageContext,
  toInput,
  UserError,
} from '@tintype/stage';
import { FILES_AT_ONCE, mapConcurrently, parseDigest, type Shard } from '@tintype/store';
import { printable } from '@tintype/terminal';

import { forecastIngest } from '../forecast/forecasts.ts';
import { assignSplits, type Split } from '../ingest/assign-splits.ts';
import type { PhotoList } from '../ingest/identify-photos.ts';
import { type ListedSource, listPhotos } from '../ingest/list-photos.ts';
import { type ListedPhotos, packRows, parseHeaders } from '../ingest/photo-rows.ts';
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
    const table = await read(artefact.shard('photos'));
    const { path, photo } = photosTable.decodeColumns(table, ['path', 'photo']);
    return path.map((name, i) => ({ path: name, sha256: parseDigest(photo[i] ?? '') }));
  },

  async run(context) {
    const { settings } = context;
    const { fellBack, unreadable, photos, headers } = await inspectListed(context);
    context.reads(filesIn(photos));
    const { refused, noted } = await readHeaders(headers, context);
    const splits = splitUsable({ photos, unreadable }, refused, fellBack ? asBundled(settings) : settings);
    const [table] = await context.shards([
      {
        key: {
          name: 'photos',
          compute: 'tabulate',
          settings: packRows(photos, {
            splits,
            twins: findTwins(photos),
            classFrom: settings.classFrom,
          }),
          inputs: headers.map((shard) => toInput(shard)),
        },
        hints: { work: photos.files.length },
      },
    ]);
    if (table === undefined) throw new Error('Internal error: expected the photo table');
    const rows = photosTable.decodeColumns(await context.read(table), TOLD);
    return describe([...headers, table], rows, {
      unreadable,
      noted: listNotes(photos, rows, noted),
      insteadOf: fellBack ? urlOf(settings) : null,
    });
  },
});

/** The columns that the stage tells of. */
const TOLD = ['path', 'class', 'split', 'status', 'reason'] as const;
type ToldRows = Pick<PhotosRows, (typeof TOLD)[number]>;

function* filesIn({ files, ids }: PhotoList): Generator<OutsideFile> {
  for (const [i, { path }] of files.entries()) yield { path, sha256: ids.at(i) };
}

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

function sameFiles(one: PhotoList, other: PhotoList): boolean {
  const isSame = ({ file }: SourceFile, i: number) =>
    file === other.files[i]?.file && one.ids.at(i) === other.ids.at(i);
  return one.files.length === other.files.length && one.files.every(isSame);
}

function inspectSpecs({ files, ids }: PhotoList, context: IngestContext): readonly ShardSpec[] {
  const reusable = indexReusable(context, headerSettings);
  return layOutShards(ids, context.settings.photosPerTask).map(({ name, rows }) => {
    const key = {
      name: `headers/${name}`,
      compute: 'inspect',
      settings: headerSettings(context.settings),
      get inputs() {
        return Array.from(rows, (row) => {
          const id = ids.at(row);
          return { name: id, sha256: id, path: files[row]?.file };
        });
      },
    };
    return { key, hints: { work: rows.length, reuse: () => reusable(key) } };
  });
}

/** All that looking into a photo depends on. */
function headerSettings({ minSize, maxPixels }: IngestSettings) {
  return { minSize, maxPixels };
}

/** Why photos cannot be used, and what is noted of those that can; nothing of most. */
interface Remarks {
  readonly refused: ReadonlyMap<string, string>;
  readonly noted: ReadonlyMap<string, readonly string[]>;
}

async function readHeaders(headers: readonly Shard[], { read }: IngestContext): Promise<Remarks> {
  const [refused, noted] = [new Map<string, string>(), new Map<string, readonly string[]>()];
  await mapConcurrently(headers, FILES_AT_ONCE, async (shard) => {
    for (const { photo, reason, notes } of parseHeaders(await read(shard))) {
      if (reason !== '') refused.set(photo, reason);
      if (notes.length > 0) noted.set(photo, notes);
    }
  });
  return { refused, noted };
}

/** The split of each photo, empty for those that cannot be used. */
function splitUsable(
  { photos: { files, ids }, unreadable }: Pick<ListedSource, 'photos' | 'unreadable'>,
  refused: Remarks['refused'],
  settings: IngestSettings,
): readonly (Split | '')[] {
  const rows = files.flatMap((_, row) => (refused.has(ids.at(row)) ? [] : [row]));
  if (rows.length > 0) {
    const usable = rows.map((row) => ({ photo: ids.at(row), path: files[row]?.path ?? '' }));
    const splits = assignSplits(usable, { ...settings, sameOriginal: sameOriginalOf(settings) });
    const all = files.map((): Split | '' => '');
    for (const [i, row] of rows.entries()) all[row] = splits[i] ?? '';
    return all;
  }
  const reasons = [
    ...unreadable,
    ...files.map(({ path }, row) => ({ path, reason: refused.get(ids.at(row)) ?? '' })),
  ].map(({ path, reason }) => printable(`${path}: ${reason}`));
  throw new UserError(
    `ingest.source: expected usable photos, got none of ${reasons.length}\n${reasons.slice(0, MOST_REASONS).join('\n')}`,
  );
}

/** The rows of photos with the same bytes as an earlier one, and the row of the first of these. */
function findTwins({ ids }: PhotoList): ListedPhotos['twins'] {
  const twins: [number, number][] = [];
  let first = -1;
  for (const row of ids.sorted())
    if (first >= 0 && ids.isEqual(row, first)) twins.push([row, first]);
    else first = row;
  return twins.sort(([one], [other]) => one - other);
}

function urlOf({ source }: IngestSettings): string | null {
  return source.kind === 'archive' ? source.url : null;
}

/** What is said of the photos that are kept. */
function listNotes(
  { ids }: PhotoList,
  { path, status }: ToldRows,
  noted: Remarks['noted'],
): IngestSummary['noted'] {
  if (noted.size === 0) return [];
  return path.flatMap((name, row) => {
    const notes = status[row] === 'kept' ? noted.get(ids.at(row)) : [];
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
  { split, status, reason, path, class: classOfEach }: ToldRows,
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
