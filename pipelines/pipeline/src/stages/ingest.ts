import { MAX_PIXELS, type Unreadable } from '@tintype/images/sources';
import { photosTable } from '@tintype/records';
import { defineStage, layOutShards, UserError, type StageContext } from '@tintype/stage';
import type { Digest, Manifest, Shard } from '@tintype/store';
import { printable } from '@tintype/terminal';
import { z } from 'zod';

import { assignSplits, type Split } from '../ingest/assign-splits.ts';
import { classOf } from '../ingest/class-of.ts';
import type { IdentifiedPhoto } from '../ingest/identify-photos.ts';
import { insteadOf } from '../ingest/instead-of.ts';
import { listPhotos, type ListedSource } from '../ingest/list-photos.ts';
import { maxBytesSchema, sourceSchema } from '../ingest/source-schema.ts';
import { reusableShards } from '../reuse/reusable-shards.ts';

function isRegularExpression(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false; // the only way to ask
  }
}

const share = z.number().min(0).max(0.9);

export const ingestSettings = z.strictObject({
  source: sourceSchema,
  classFrom: z
    .enum(['prefix', 'folder'])
    .default('prefix')
    .describe('A photo is named <class>_<name>.jpg, or lies in a folder named after its class.'),
  classes: z
    .array(z.string())
    .min(1)
    .nullable()
    .default(null)
    .describe('Keep these classes only; null keeps all.'),
  sameOriginal: z
    .string()
    .refine(isRegularExpression, 'expected a regular expression')
    .nullable()
    .default(null)
    .describe(
      'Regular expression: photos whose names agree but for what it matches fall on one side of the split; the bundled crops do by themselves.',
    ),
  validation: share.default(0.1).describe('Share of the photos that chooses the epoch to keep.'),
  test: share.default(0.2).describe('Share of the photos that is held out for the results.'),
  fold: z
    .strictObject({
      of: z.int().min(2).describe('Folds that the originals fall into.'),
      held: z.int().min(0).describe('The fold that is held out, counted from 0.'),
    })
    .refine(({ of, held }) => held < of, 'expected held below of')
    .nullable()
    .default(null)
    .describe('Cross-validation: holds out one fold of the originals instead of the share test.'),
  seed: z.int().default(1).describe('Of the split.'),
  minSize: z.int().min(1).default(32).describe('Pixels that the shorter side of a photo must have.'),
  maxPixels: z
    .int()
    .min(1)
    .default(MAX_PIXELS)
    .describe('Pixels that a photo may have at most; larger ones are not decoded.'),
  maxBytes: maxBytesSchema,
  photosPerTask: z.int().min(1).default(64),
});

export type IngestSettings = z.output<typeof ingestSettings>;

/** What one photo's header task found; kept by the photo's content, so a renamed photo is not looked at again. */
export interface InspectedPhoto {
  readonly photo: string;
  readonly width: number;
  readonly height: number;
  readonly format: string;
  /** Empty for a usable photo. */
  readonly reason: string;
}

/** One row of the photo table before its header is joined. */
export type ListedPhoto = {
  readonly photo: string;
  readonly path: string;
  readonly class: string;
  readonly bytes: number;
  /** Why it is left out whatever its header says, or empty. */
  readonly reason: string;
};

/** Lists the source, identifies each photo by its bytes, looks into it, splits, and writes the photo table. */
export const ingest = defineStage<IngestSettings>({
  name: 'ingest',
  version: 1,
  needs: [],
  settings: ingestSettings,

  async filesOf(artefact, read) {
    const { path, photo } = photosTable.decode(await read(artefact.shard('photos')));
    return path.map((name, i) => ({ path: name, sha256: photo[i] as Digest }));
  },

  async run(context) {
    const { settings } = context;
    const { fellBack, unreadable, photos, headers } = await inspectListed(context);
    context.reads(photos.map(({ path, photo }) => ({ path, sha256: photo })));
    const inspected = await readHeaders(headers, context);
    const splits = splitUsable({ photos, unreadable }, inspected, fellBack ? asBundled(settings) : settings);
    const [table] = await context.shards([
      {
        name: 'photos',
        compute: 'tabulate',
        settings: { photos: listRows(photos, settings), splits: Object.fromEntries(splits) },
        inputs: headers.map(context.inputOf),
      },
    ]);
    if (table === undefined) throw new Error('Internal error: expected the photo table');
    const rows = photosTable.decode(await context.read(table));
    const outcome = describe([...headers, table], rows, unreadable);
    return fellBack ? tellFallback(outcome, settings) : outcome;
  },
});

/** Reasons shown when no photo at all can be used. */
const MOST_REASONS = 10;
/** How often a folder is listed anew that changes while it is being looked into. */
const MOST_LISTINGS = 3;

/** Lists the photos and looks into each. Where one has gone or changed in between, the source is listed again. */
async function inspectListed(
  context: StageContext<IngestSettings>,
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

/** The bundled photos keep their own rules also where they stand in for others. */
function asBundled(settings: IngestSettings): IngestSettings {
  return { ...settings, source: { kind: 'bundled' } };
}

function inspectSpecs(photos: readonly IdentifiedPhoto[], context: StageContext<IngestSettings>) {
  const { minSize, maxPixels, photosPerTask } = context.settings;
  const old = context.before === null ? null : ingestSettings.parse(context.before.manifest.settings);
  const isAsBefore = old?.minSize === minSize && old.maxPixels === maxPixels;
  const byId = new Map<string, IdentifiedPhoto>(photos.map((photo) => [photo.photo, photo]));
  return layOutShards([...byId.keys()], photosPerTask).map(({ name, ids }) => ({
    name: `headers/${name}`,
    compute: 'inspect',
    settings: { minSize, maxPixels },
    inputs: ids.flatMap((id) => {
      const photo = byId.get(id);
      return photo === undefined ? [] : [{ name: id, sha256: photo.photo, path: photo.file }];
    }),
    reuse: () => (isAsBefore ? reusableShards(`headers/${name}`, context) : []),
  }));
}

async function readHeaders(
  headers: readonly Shard[],
  { read }: StageContext<IngestSettings>,
): Promise<ReadonlyMap<string, InspectedPhoto>> {
  const parts = await Promise.all(headers.map(async (shard) => JSON.parse(String(await read(shard)))));
  return new Map((parts.flat() as InspectedPhoto[]).map((header) => [header.photo, header]));
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

/** The bundled photos come as up to four crops of one original, `<name>-a` to `-d`. */
function sameOriginalOf({ source, sameOriginal }: IngestSettings): string | null {
  return sameOriginal ?? (source.kind === 'bundled' ? '-[a-d]$' : null);
}

/** The same for photos that were ingested, be they the recipe's own or the bundled ones in their place. */
export function sameOriginalIn(manifest: Manifest): string | null {
  const settings = ingestSettings.parse(manifest.settings);
  return sameOriginalOf(insteadOf(manifest) === null ? settings : asBundled(settings));
}

function listRows(photos: readonly IdentifiedPhoto[], { classFrom }: IngestSettings): readonly ListedPhoto[] {
  const first = new Map<string, string>();
  return photos.map(({ photo, path, bytes }) => {
    const twin = first.get(photo);
    if (twin === undefined) first.set(photo, path);
    const reason = twin === undefined ? '' : `the same bytes as ${twin}`;
    return { photo, path, class: classOf(path, classFrom), bytes, reason };
  });
}

/** The reason is left out: a manifest must not change because a server fails in another way. */
function tellFallback(outcome: ReturnType<typeof describe>, { source }: IngestSettings) {
  const url = source.kind === 'archive' ? source.url : null;
  return {
    ...outcome,
    summary: { ...outcome.summary, insteadOf: url },
    headline: `${outcome.headline} · the bundled photos, since ${url} could not be downloaded`,
  };
}

function describe(
  shards: readonly Shard[],
  table: ReturnType<typeof photosTable.decode>,
  unreadable: readonly Unreadable[],
) {
  const { split, status, reason, path } = table;
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
  const classes = [...new Set(table.class.filter((_, i) => status[i] === 'kept'))].sort();
  const photos = path.length + unreadable.length;
  // The table knows photos by their bytes; of these there are none.
  const unread = unreadable.length === 0 ? {} : { unreadable: unreadable.map((one) => ({ ...one })) };
  return {
    shards,
    summary: { photos, kept, quarantined: quarantined.length, ...unread, ...splits, classes },
    headline: `${kept} photos in ${classes.length} ${classes.length === 1 ? 'class' : 'classes'}: ${splits.train} train, ${splits.validation} validation, ${splits.test} test · ${quarantined.length} quarantined`,
    details: quarantined.map((one) => `quarantined ${one.path}: ${one.reason}`),
  };
}
