import type { Gamut } from '@tintype/colour';
import type { LogitCells, ModelMetadata } from '@tintype/network';

import type { BrowserBackEnd } from '../engine.ts';

/** A model that is ready to predict. */
export interface ReadyModel {
  readonly backEnd: BrowserBackEnd;
  readonly metadata: ModelMetadata;
  readonly gamut: Gamut;
  /** Of the model's files, as the command line has it; null where the page may not hash, as it is not served securely. */
  readonly digest: string | null;
}

/** What is asked of the thread that has TensorFlow.js and the model. */
export type NetworkRequests = {
  /** `address` of the folder, with a slash at its end. */
  readonly open: { readonly ask: { readonly address: string }; readonly answer: ReadyModel };
  readonly predict: {
    /** L 0..100 [height, width] of what the network is to see. */
    readonly ask: { readonly lightness: Float32Array; readonly height: number; readonly width: number };
    readonly answer: LogitCells;
  };
};
