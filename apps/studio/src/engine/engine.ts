import type { Likelihood } from '@tintype/colorize';

/** Where a person gave a colour: a place of the upright photo, 0..1 from its top left, and an ab. */
export interface Hint {
  readonly x: number;
  readonly y: number;
  readonly a: number;
  readonly b: number;
}

/** How a photo is to be coloured; what is left out is the model's own. */
export interface Look {
  readonly temperature?: number;
  readonly coherence?: number;
  readonly saturation?: number;
  readonly hints?: readonly Hint[];
}

/** What computes in this browser, and why not something quicker. */
export interface BrowserBackEnd {
  readonly name: 'webgpu' | 'wasm' | 'webgl' | 'cpu';
  /** In words: "CPU, 8 threads, SIMD". */
  readonly device: string;
  readonly passedOver: readonly { readonly name: string; readonly reason: string }[];
}

/** A model in a thread of its own, which colours photos. */
export interface Engine {
  readonly backEnd: BrowserBackEnd;
  readonly model: {
    readonly name: string;
    /** How it says that it should be decoded. */
    readonly temperature: number;
    readonly coherence: number;
    readonly saturation: number;
    readonly bins: number;
  };
  /** Decodes a photo and predicts it, once. Throws an error whose message says what cannot be read and what can be done. */
  openPhoto(file: Blob, name: string, signal: AbortSignal): Promise<OpenedPhoto>;
  close(): void;
}

export type OutputFormat = 'jpeg' | 'png';

/** How finely a preview is painted: for a screen, or with fewer pixels while a look changes. */
export type Fineness = 'screen' | 'draft';

/** A photo of which the network has said all that it has to say. */
export interface OpenedPhoto {
  /** Of the upright photo, pixels. */
  readonly width: number;
  readonly height: number;
  /** What a person should know of how it was read, a sentence each. */
  readonly notes: readonly string[];
  /** At the size of a screen, without colours. */
  readonly grey: ImageBitmap;
  /** The same with the colours that the file has. */
  readonly original: ImageBitmap;
  /** A later call makes an earlier one that has not begun resolve to null. */
  paint(look: Look, fineness: Fineness): Promise<ImageBitmap | null>;
  /** Every bin with its probability at a place (0..1), likeliest first. */
  likelihoodsAt(x: number, y: number): Promise<readonly Likelihood[]>;
  /** L 0..100 at a place. */
  lightnessAt(x: number, y: number): Promise<number>;
  /** At full size, with the photo's metadata and the mark of the command line. */
  encode(look: Look, format: OutputFormat): Promise<Blob>;
  close(): void;
}

/** Loads a model from a folder beside the page, on the best back end there is. */
export type OpenEngine = (
  model: { readonly name: string; readonly path: string },
  signal: AbortSignal,
) => Promise<Engine>;
