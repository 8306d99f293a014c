/** The side of a square of so many pixels. Throws a RangeError that names `place` where there is none. */
export function sideOf(place: string, { length }: ArrayLike<number>): number {
  const side = Math.sqrt(length);
  if (Number.isInteger(side)) return side;
  throw new RangeError(`${place}: expected a square picture, got ${length} pixels`);
}
