import type { Binding } from './machine/find-binding.ts';
import type { FoundTensorFlow } from './machine/found-tensorflow.ts';
import type { WheelSet } from './wheels.ts';

/** What a run gets: a closed union, told apart by `kind`. */
export type Choice =
  /** A binding that is built already. */
  | { readonly kind: 'use'; readonly binding: Binding }
  /** A binding built against a TensorFlow on the machine. */
  | { readonly kind: 'build'; readonly tensorflow: FoundTensorFlow }
  /** A binding built against wheels that are fetched first, unless they are unpacked already. */
  | { readonly kind: 'fetch'; readonly set: WheelSet; readonly unpacked: boolean }
  /** None: the run uses another back end. */
  | { readonly kind: 'none' };
