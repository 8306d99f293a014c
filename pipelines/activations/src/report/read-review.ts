import { openArtefact } from '@tintype/stage/artefact';
import { readShard } from '@tintype/stage/read-shard';
import type { Digest, Manifest } from '@tintype/store';
import { z } from 'zod';

import { ingestSummary } from '../schemas/ingest.ts';
import { trainSchemas } from '../schemas/train.ts';
import { describeReview } from './describe-review.ts';
import { readCell } from './read-cell.ts';
import type { ReviewData } from './review-data.ts';

/** Where reviews lie: in folders, or behind addresses in a browser. */
export interface ReviewFiles {
  /** The manifest of a stage; null where it has not been run. */
  readManifest(recipe: string, stage: string): Promise<Manifest | null>;
  /** Throws when there is no such blob, or its bytes are not those that the digest names. */
  readBlob(digest: Digest): Promise<Uint8Array>;
}

/** Of ingest nothing but its summary is asked for: its settings name files of another machine. */
const ingestSchemas = { name: 'ingest', settings: z.looseObject({}), summary: ingestSummary };

/** Reads the networks of a review that have been trained. Null where they have not. */
export async function readReview(recipe: string, files: ReviewFiles): Promise<ReviewData | null> {
  const [ingested, trained] = await Promise.all(
    ['ingest', 'train'].map((stage) => files.readManifest(recipe, stage)),
  );
  if (!ingested || !trained) return null;
  const ingest = openArtefact(ingestSchemas, ingested);
  const train = openArtefact(trainSchemas, trained);
  const json = JSON.stringify({ ingest: ingested.settings, train: trained.settings }, null, 2);
  const { testLosses, ...facts } = describeReview({ ingest, train, recipe: { name: recipe, json } });
  const results = await Promise.all(
    facts.cells.map((cell) =>
      readCell(cell, testLosses[cell.name] ?? NaN, (name) => readShard(train.shard(name), files)),
    ),
  );
  return { facts, results };
}
