import type { Picture } from '@tintype/images/lab-picture';

import type { Result } from '../read-result.ts';
import { paintBundled } from './studio-models.ts';

/** One of the pictures that there are of a photo. */
export interface PictureChoice {
  readonly key: string;
  readonly name: string;
  readonly load: (signal: AbortSignal) => Promise<Picture>;
}

/** Another run, which may have coloured the same photos. */
export interface OtherRun {
  readonly recipe: string;
  /** A photo as its model decodes it; throws where it has not held it out. */
  read(photo: string): Promise<Picture>;
}

/** Grey, true, by this run at each temperature, by other runs, by the bundled model. */
export function listPictures(
  { run: { recipe }, temperatures, pictures }: Result,
  photo: string,
  others: readonly OtherRun[],
): readonly PictureChoice[] {
  return [
    { key: 'grey', name: 'grey', load: async () => (await pictures.readSeen(photo)).grey },
    { key: 'true', name: 'true', load: async () => (await pictures.readSeen(photo)).truth },
    ...temperatures.map((temperature) => ({
      key: `${recipe} ${temperature}`,
      name: `${recipe}, T = ${temperature}`,
      load: () => pictures.readPrediction(photo, temperature),
    })),
    ...others.map((other) => ({
      key: `other ${other.recipe}`,
      name: other.recipe,
      load: () => other.read(photo),
    })),
    {
      key: 'bundled model',
      name: 'bundled model',
      load: async (signal) => paintBundled((await pictures.readSeen(photo)).truth, signal),
    },
  ];
}
