import { rngFrom } from '@tintype/colour';
import { UserError } from '@tintype/stage';

import { classOf } from './class-of.ts';

export type Split = 'train' | 'validation' | 'test';

export interface SplitOptions {
  readonly validation: number;
  readonly test: number;
  readonly seed: number;
  readonly sameOriginal: string | null;
  readonly classFrom: 'prefix' | 'folder';
  /** The first original of each class comes before all others, so that every class is in every split. */
  readonly eachClass: boolean;
  /** Cross-validation: the originals fall into `of` folds, and `held` is the test split instead of the share `test`. */
  readonly fold: Fold | null;
}

export interface Fold {
  readonly of: number;
  /** 0 … `of` − 1. */
  readonly held: number;
}

/** One original for each split. */
const FEWEST = 3;

/**
 * The split of each photo, in their order. Originals (photos that are crops of one picture go together, by its name) stand in the order
 * of a draw from (seed, name) alone; the first are held out for test, the next validate, the others train, so many that
 * the photos of each are as near to its share as whole originals allow. A photo that is added thus moves no other but
 * those at the two borders: with 1 % more photos, some 1 % or less of them. With `eachClass` the first of every class
 * that has three originals come before all others, and of those left likewise where a class has two. A fold is instead a
 * range of the draws, so that an original is in one fold whatever the others are. No split stays empty.
 *
 * @throws UserError with fewer than three originals
 */
export function assignSplits(
  photos: readonly Member[],
  { validation, test, seed, sameOriginal, classFrom, eachClass, fold }: SplitOptions,
): readonly Split[] {
  const originals = groupByOriginal(photos, sameOriginal);
  const draws = Float64Array.from(originals.names, (name) => turnTo(fold, rngFrom('split', seed, name)()));
  const drawOf = (original: number) => draws[original] ?? 0;
  const drawn = Array.from(draws.keys()).sort((one, other) => drawOf(one) - drawOf(other));
  const count = drawn.length;
  if (count < FEWEST)
    throw new UserError(
      `ingest.source: expected at least ${FEWEST} different usable photos (one to train on, one to validate, one to test), got ${count}`,
    );
  const classAt = (original: number) =>
    classOf(photos[originals.firsts[original] ?? 0]?.path ?? '', classFrom);
  const order = (some: readonly number[], splits: number) =>
    eachClass && fold === null ? putClassesFirst(some, splits, classAt) : some;
  const all = order(drawn, FEWEST);
  const held =
    fold === null
      ? countOriginals(all, test * photos.length, originals)
      : drawn.filter((original) => drawOf(original) < 1 / fold.of).length;
  const tests = clamp(held, 1, count - 2);
  const rest = order(all.slice(tests), FEWEST - 1);
  const wanted = countOriginals(rest, validation * photos.length, originals);
  const validations = clamp(wanted, 1, count - tests - 1);
  const splits = Array.from(draws, (): Split => 'train');
  for (const original of all.slice(0, tests)) splits[original] = 'test';
  for (const original of rest.slice(0, validations)) splits[original] = 'validation';
  return Array.from(originals.rows, (original) => splits[original] ?? 'train');
}

/** The same originals, the first of each class before the others; a class of fewer than `splits` has none to spare. */
function putClassesFirst(
  originals: readonly number[],
  splits: number,
  classAt: (original: number) => string,
): readonly number[] {
  const classes = new Map<string, number[]>();
  for (const original of originals) {
    const name = classAt(original);
    const members = classes.get(name);
    if (members === undefined) classes.set(name, [original]);
    else members.push(original);
  }
  const firsts = new Set(
    [...classes.values()].flatMap((all) => (all.length < splits ? [] : all.slice(0, 1))),
  );
  return [...firsts, ...originals.filter((original) => !firsts.has(original))];
}

/** How many of the first originals have as nearly `wanted` photos together as can be. */
function countOriginals(originals: readonly number[], wanted: number, { sizes }: Originals): number {
  let photos = 0;
  const over = originals.findIndex((original) => {
    const members = sizes[original] ?? 0;
    if (photos + members / 2 > wanted) return true;
    photos += members;
    return false;
  });
  return over === -1 ? originals.length : over;
}

/** Turns the circle of draws 0 ≤ x < 1 so that the fold that is held out begins at 0, where tests are taken. */
function turnTo(fold: Fold | null, draw: number): number {
  return fold === null ? draw : (draw + 1 - fold.held / fold.of) % 1;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}

type Member = { readonly photo: string; readonly path: string };

/** Originals by number, in the order of their first photos. */
interface Originals {
  readonly names: readonly string[];
  /** How many photos each has, and the row of its first. */
  readonly sizes: readonly number[];
  readonly firsts: readonly number[];
  /** The original of each photo. */
  readonly rows: Uint32Array;
}

function groupByOriginal(photos: readonly Member[], sameOriginal: string | null): Originals {
  const numbers = new Map<string, number>();
  const [sizes, firsts]: [number[], number[]] = [[], []];
  const rows = Uint32Array.from(photos, (photo, row) => {
    const name = originalOf(photo, sameOriginal);
    const number = numbers.get(name) ?? numbers.size;
    if (number === numbers.size) firsts.push(row);
    numbers.set(name, number);
    sizes[number] = (sizes[number] ?? 0) + 1;
    return number;
  });
  return { names: [...numbers.keys()], sizes, firsts, rows };
}

/** What photos of one original share; without a pattern each is its own. */
export function originalOf({ photo, path }: Member, sameOriginal: string | null): string {
  return sameOriginal === null ? photo : path.replace(/\.[^./]+$/, '').replace(new RegExp(sameOriginal), '');
}
