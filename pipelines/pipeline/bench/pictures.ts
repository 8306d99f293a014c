import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { joinLab, takeLightness } from '@tintype/colour';
import { encodeJpeg, labPicture, type Picture, reducePixels, tile } from '@tintype/images';

import { scorePhotos } from '../src/evaluate/scores/score-methods.ts';
import { openRunFiles } from '../src/runs/open-run-files.ts';
import { readRun, type Run } from '../src/runs/read-run.ts';
import {
  heldOutShards,
  readImages,
  readMetrics,
  readPhotos,
  readPredictions,
} from '../src/runs/read-tables.ts';

/**
 * Makes the pictures of the READMEs: of each recipe named by `--recipe`, held-out photos in grey, as it colours them and
 * as they were, one of each class: the median by balanced AuC.
 */
const { values } = parseArgs({
  options: { recipe: { type: 'string', multiple: true, default: ['best', 'default'] } },
});
const LONGER_SIDE = 1600; // pixels
const PHOTOS_PER_ROW = 2;
const files = openRunFiles('data');

for (const recipe of values.recipe) {
  const run = await readRun(recipe, files);
  const chosen = await chooseMedians(run);
  process.stdout.write(`${recipe}: ${[...chosen.values()].join(', ')}\n`);
  await save(tile(await drawTrios(run, new Set(chosen.keys())), 3 * PHOTOS_PER_ROW), `results-${recipe}.jpg`);
}

/** The median photo of each class, with an even number the better of the two in the middle. → path by id */
async function chooseMedians(run: Run): Promise<ReadonlyMap<string, string>> {
  const { photo, path, class: classes } = await readPhotos(run, files);
  const scores = scorePhotos(await readMetrics(run, files), run.decoding.temperature);
  const rowOf = new Map(photo.map((id, row) => [id, row]));
  const classOf = (id: string) => classes[rowOf.get(id) ?? -1] ?? '';
  const names = [...new Set(scores.map((score) => classOf(score.photo)))].sort();
  const medians = names.flatMap((name) => {
    const sorted = scores
      .filter((score) => classOf(score.photo) === name)
      .sort((one, other) => (one.aucBalanced ?? 0) - (other.aucBalanced ?? 0));
    return sorted[Math.floor(sorted.length / 2)]?.photo ?? [];
  });
  return new Map(medians.map((id) => [id, path[rowOf.get(id) ?? -1] ?? '']));
}

/** Grey, predicted and true of each photo. */
async function drawTrios(run: Run, wanted: ReadonlySet<string>): Promise<readonly Picture[]> {
  const predicted = new Map<string, Picture>();
  for await (const { photo, temperature, width, height, rgb } of readPredictions(run, files))
    if (wanted.has(photo) && temperature === run.decoding.temperature)
      predicted.set(photo, { width, height, rgb: rgb.slice() });
  const trios = new Map<string, readonly Picture[]>();
  for await (const { photo, lab, size } of readImages(heldOutShards(run), files)) {
    const coloured = predicted.get(photo);
    if (coloured === undefined) continue;
    const lightness = takeLightness(lab);
    const grey = labPicture(joinLab(lightness, new Float32Array(2 * lightness.length)), size, size);
    trios.set(photo, [grey, coloured, labPicture(lab, size, size)]);
  }
  return [...wanted].flatMap((photo) => trios.get(photo) ?? []);
}

async function save({ rgb, width, height }: Picture, file: string): Promise<void> {
  const reduced = await reducePixels({ samples: rgb, width, height, channels: 3 }, LONGER_SIDE);
  await writeFile(join('pipelines/pipeline', file), await encodeJpeg(reduced));
}
