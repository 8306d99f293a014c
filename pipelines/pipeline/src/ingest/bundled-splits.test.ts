import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { beforeAll, describe, expect, it } from '@jest/globals';
import { openSource } from '@tintype/images/sources';

import { ingestSettings } from '../schemas/ingest.ts';
import { assignSplits, type Split, type SplitOptions } from './assign-splits.ts';
import { classOf } from './class-of.ts';
import { asBundled, sameOriginalOf } from './same-original.ts';

const workspace = join(import.meta.dirname, '../../../..');
const data = join(workspace, 'data');

type Splits = ReadonlyMap<string, Split>;

/** The split of each bundled photo, by its name, in a recipe; other settings of `ingest` take the place of the recipe's. */
async function splitsIn(recipe: string, other: Partial<SplitOptions> = {}): Promise<Splits> {
  const file = join(workspace, `pipelines/pipeline/recipes/${recipe}.json`);
  const read = ingestSettings.parse(JSON.parse(await readFile(file, 'utf8')).ingest);
  const settings = read.source.kind === 'archive' ? asBundled(read) : read;
  const { signal } = new AbortController();
  const context = { bundled: join(data, 'photos'), base: '', downloads: '', signal, emit: () => {} };
  const { files } = await openSource(settings.source, context);
  const wanted = files.filter(({ path }) => settings.classes?.includes(classOf(path, 'prefix')) ?? true);
  const members = wanted.map(({ path }) => ({ photo: path, path }));
  const splits = assignSplits(members, { ...settings, sameOriginal: sameOriginalOf(settings), ...other });
  return new Map(members.map(({ path }, i) => [path, splits[i] ?? 'train']));
}

const photosIn = (splits: Splits, wanted: Split) =>
  [...splits].flatMap(([photo, split]) => (split === wanted ? [photo] : [])).sort();
const classesOf = (photos: Iterable<string>) =>
  [...new Set([...photos].map((path) => classOf(path, 'prefix')))].sort();

/** All 292 photos, and the 126 of the article's classes. */
let [all, few]: Splits[] = [];
beforeAll(async () => {
  [all, few] = [await splitsIn('best'), await splitsIn('zhang')];
});
const held = (splits: Splits = new Map()) => photosIn(splits, 'test');

describe('the recipes of the bundled photos', () => {
  it('hold out the same photos, be they of all of them or of the article’s classes', async () => {
    expect(all?.size).toBe(292);
    expect(held(all)).toHaveLength(49);
    expect(held(await splitsIn('default'))).toEqual(held(all));
    expect(held(few)).toHaveLength(23);
    expect(held(all).filter((name) => few?.has(name))).toEqual(held(few));
    expect(held(await splitsIn('forest'))).toEqual(held(few).filter((name) => name.startsWith('forest_')));
  });

  // The bundled model has learnt from the others: what a recipe measures it by must be strange to it.
  it('hold out what the bundled model has not seen', async () => {
    const card = await readFile(join(data, 'models/bundled/README.md'), 'utf8');
    const strange = /^Held out: (.+)\.$/m.exec(card)?.[1]?.split(', ') ?? [];
    expect(strange.length).toBeGreaterThanOrEqual(23);
    expect(held(all)).toEqual(expect.arrayContaining(strange));
  });

  it.each(['article', 'article-w5', 'zhang', 'zhang-small'])(
    '%s has 126 photos of the article’s eight classes, 89 of them to train on',
    async (recipe) => {
      const splits = await splitsIn(recipe);
      expect(classesOf(splits.keys())).toEqual([
        ...['coast', 'forest', 'highway', 'insidecity'],
        ...['mountain', 'opencountry', 'street', 'tallbuilding'],
      ]);
      const counts = (['train', 'validation', 'test'] as const).map(
        (split) => photosIn(splits, split).length,
      );
      expect(counts).toEqual([89, 14, 23]);
    },
  );

  it('hold out, and validate with, some of every class, but for one photo of the sky and two of highways', async () => {
    const classes = classesOf(all?.keys() ?? []);
    expect(classes).toHaveLength(16);
    const enough = classes.filter((name) => name !== 'sky');
    for (const splits of [all, await splitsIn('default')]) {
      expect(classesOf(held(splits))).toEqual(enough);
      const validated = classesOf(photosIn(splits ?? new Map(), 'validation'));
      expect(validated).toEqual(enough.filter((name) => name !== 'highway'));
    }
  });

  it('hold out about the same share of the photos that came later', () => {
    const later = [...(all?.keys() ?? [])].filter((name) => !few?.has(name));
    expect(later).toHaveLength(166);
    const share = held(all).filter((name) => later.includes(name)).length / later.length;
    expect(Math.abs(share - held(few).length / 126)).toBeLessThan(0.03);
  });
});

describe('bundled photos of one subject', () => {
  const subjects = {
    'insidecity_taj-mahal': ['.jpg', '-b.jpg', '-c.jpg'],
    'mountain_mount-rushmore': ['.jpg', '-b.jpg'],
    opencountry_chenonceau: ['.jpg', '-b.jpg'],
    'tallbuilding_eiffel-tower': ['.jpg', '-b.jpg'],
    'tallbuilding_statue-of-liberty': ['.jpg', '-b.jpg'],
    person_astronaut: ['-a.jpg', '-b.jpg'],
  };

  it('are on one side of every split and fold, as crops of one original are', async () => {
    const folds = [0, 1, 2, 3, 4].map((fold) => ({ fold: { of: 5, held: fold } }));
    const seeds = Array.from({ length: 10 }, (_, seed) => ({ seed }));
    for (const other of [...folds, ...seeds]) {
      const splits = await splitsIn('best', other);
      for (const [subject, ends] of Object.entries(subjects)) {
        const sides = ends.map((end) => splits.get(`${subject}${end}`) ?? `no ${subject}${end}`);
        expect([...new Set(sides)]).toEqual([expect.stringMatching(/^(train|validation|test)$/)]);
      }
    }
  });
});
