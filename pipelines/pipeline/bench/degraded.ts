import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';

import { MEASURES } from '@tintype/colour';
import type { BenchResult } from '@tintype/network/bench';
import { textTable } from '@tintype/terminal';

import { placesIn } from '../src/models/find-model.ts';
import { openModel } from '../src/models/open-model.ts';
import { readFolder, readPhotos } from './balance/foreign-photos.ts';
import { heldOutPhotos } from './degraded/held-out-photos.ts';
import { type Figures, KEYS, measureDamages } from './degraded/measure-damages.ts';

/**
 * What a model makes of degraded copies of photos that it has not seen: the held-out bundled ones, or those of
 * `--photos <folder>` (again for more), the first `--most`. With `--beside <model>` the table shows how far the first
 * model is ahead of the second, and clean copies should not cost more than .002 of either AuC.
 */
const { values: options } = parseArgs({
  options: {
    json: { type: 'string' },
    model: { type: 'string', default: 'bundled' },
    beside: { type: 'string' },
    photos: { type: 'string', multiple: true, default: [] },
    most: { type: 'string', default: '10000' },
  },
});
const COST = 0.002;

const photos = await readAll();
const ours = await measureModel(options.model);
const theirs = options.beside === undefined ? null : await measureModel(options.beside);
const title = theirs === null ? options.model : `${options.model} minus ${options.beside}`;
process.stdout.write(`${photos.length} photos\n${tableOf().join('\n')}\n`);
if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(resultsOf(), null, 2)}\n`);
process.exit(); // a GPU device may keep Node alive

async function readAll(): Promise<readonly Float32Array[]> {
  const found: Float32Array[] = [];
  const add = async (some: AsyncIterable<Float32Array>) => {
    for await (const lab of some) {
      if (found.length >= Number(options.most)) return;
      found.push(lab);
    }
  };
  if (options.photos.length === 0) await add(readPhotos(await heldOutPhotos()));
  for (const folder of options.photos) await add(readFolder(folder));
  return found;
}

async function measureModel(name: string): Promise<ReadonlyMap<string, Figures>> {
  const { model } = await openModel(name, placesIn({ workspace: '.', data: 'data' }));
  const measured = await measureDamages(model, photos);
  model.dispose();
  return measured;
}

function tableOf(): readonly string[] {
  const titles = KEYS.flatMap((key) => [MEASURES[key].name, ...(theirs === null ? [] : ['difference'])]);
  return textTable(
    [{ title }, ...titles.map((name) => ({ title: name, right: true }))],
    [...ours].map(([damage, figures]) => [
      damage,
      ...KEYS.flatMap((key) => {
        const other = theirs?.get(damage)?.[key];
        return [figures[key].toFixed(4), ...(other === undefined ? [] : [signed(figures[key] - other)])];
      }),
    ]),
  );
}

function signed(difference: number): string {
  return `${difference < 0 ? '−' : '+'}${Math.abs(difference).toFixed(4)}`;
}

/** A figure for each damage and measure, and beside another model the differences, those of clean copies judged. */
function resultsOf(): readonly BenchResult[] {
  return [...ours].flatMap(([damage, figures]) =>
    KEYS.flatMap((key) => {
      const metric = `${damage}: ${MEASURES[key].name}`;
      const other = theirs?.get(damage)?.[key];
      return [
        figure(metric, key, figures[key]),
        ...(other === undefined ? [] : [difference(`${metric}, ${title}`, key, figures[key] - other)]),
      ];
    }),
  );
}

function figure(metric: string, key: keyof Figures, value: number): BenchResult {
  const shown = Number(value.toFixed(4));
  return {
    metric,
    value: shown,
    unit: MEASURES[key].unit,
    peer: null,
    ratio: null,
    target: null,
    holds: null,
  };
}

function difference(metric: string, key: keyof Figures, value: number): BenchResult {
  const isJudged = metric.startsWith('clean') && (key === 'auc' || key === 'aucBalanced');
  const peer = options.beside ?? null;
  const judged = isJudged ? { target: -COST, holds: value >= -COST } : {};
  return { ...figure(metric, key, value), peer, ...judged };
}
