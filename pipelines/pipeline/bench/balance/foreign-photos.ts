import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

import { isNearGrey, srgbToLab, takeAb, takeLightness } from '@tintype/colour';
import { decodePhoto } from '@tintype/images';
import { listFolder, type SourceFile } from '@tintype/images/sources';
import { predictWhole, readDecoding } from '@tintype/network';

import { baselineAttempts, networkAttempts } from '../../src/evaluate/attempts.ts';
import { readTrainingColours } from '../../src/evaluate/training-tables.ts';
import { openModel } from '../../src/models/open-model.ts';
import { convertSettings } from '../../src/schemas/convert.ts';
import type { UnseenPhotos } from './leads.ts';

const { size, nearGrey } = convertSettings.parse({});

/** Photos of folders that the bundled model was not trained on; those without colours are left out. */
export async function foreignPhotos(folders: readonly string[], temperature: number): Promise<UnseenPhotos> {
  const { model, found } = await openModel('bundled', {
    cwd: '.',
    data: 'data',
    bundled: 'data/models/bundled',
    recipes: 'pipelines/pipeline/recipes',
  });
  const colours = await readTrainingColours((name) => found.readIfThere(`${name}.arrow`));
  const decoding = { ...readDecoding(model.metadata), temperature };
  const network = networkAttempts(model.gamut, { ...decoding, temperatures: [temperature] });
  async function* truths() {
    for (const folder of folders) yield* readFolder(folder);
  }
  return {
    truths,
    async *coloured(gamut) {
      const baselines = baselineAttempts(colours, gamut);
      for await (const lab of truths()) {
        const original = { lightness: takeLightness(lab), ab: takeAb(lab), size };
        const said = await predictWhole(model, original.lightness, size, size);
        const attempts = [...network(original, said, null), ...baselines(original)];
        yield { truth: original.ab, attempts };
      }
    },
  };
}

/** The photos of a folder in Lab, [H·W, 3] each; those without colours are left out. */
export async function* readFolder(folder: string): AsyncGenerator<Float32Array> {
  const { files } = await listFolder(resolve(folder), new AbortController().signal);
  yield* readPhotos(files);
}

/** The same of some photos. */
export async function* readPhotos(files: readonly Pick<SourceFile, 'file'>[]): AsyncGenerator<Float32Array> {
  for (const { file } of files) {
    const lab = srgbToLab(await decodePhoto(await readFile(file), size));
    if (!isNearGrey(lab, nearGrey)) yield lab;
  }
}
