import type { Place } from '../colouring/read-likelihoods.ts';

/** Where a person gave a colour: a place of the upright picture, 0..1 from its top left, and an ab as it is to be seen. */
export interface Hint extends Place {
  readonly a: number;
  readonly b: number;
}
