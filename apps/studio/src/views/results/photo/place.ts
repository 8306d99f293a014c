/** A place of a photo, 0..1 from its top left. */
export interface Place {
  readonly x: number;
  readonly y: number;
}
