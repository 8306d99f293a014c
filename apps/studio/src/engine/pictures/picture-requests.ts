import type { Likelihood } from '@tintype/colorize';

import type { BrowserBackEnd, Engine, Fineness, Look, OutputFormat } from '../engine.ts';

/** A photo by the number that the page has given it. */
interface Photo {
  readonly photo: number;
}

interface PhotoPlace extends Photo {
  readonly x: number;
  readonly y: number;
}

/** A photo that has been decoded and predicted, as the page gets it. */
export interface ReadyPhoto {
  readonly width: number;
  readonly height: number;
  readonly notes: readonly string[];
  readonly grey: ImageBitmap;
  readonly original: ImageBitmap;
}

/** What the page asks of the thread that has its photos. */
export type PictureRequests = {
  readonly openModel: {
    readonly ask: { readonly name: string; readonly address: string };
    readonly answer: { readonly backEnd: BrowserBackEnd; readonly model: Engine['model'] };
  };
  readonly openPhoto: {
    readonly ask: Photo & { readonly file: Blob; readonly name: string };
    readonly answer: ReadyPhoto;
  };
  readonly paint: {
    readonly ask: Photo & { readonly look: Look; readonly fineness: Fineness };
    readonly answer: ImageBitmap;
  };
  readonly likelihoods: { readonly ask: PhotoPlace; readonly answer: readonly Likelihood[] };
  readonly lightness: { readonly ask: PhotoPlace; readonly answer: number };
  readonly encode: {
    readonly ask: Photo & { readonly look: Look; readonly format: OutputFormat };
    readonly answer: Blob;
  };
  readonly closePhoto: { readonly ask: Photo; readonly answer: null };
};
