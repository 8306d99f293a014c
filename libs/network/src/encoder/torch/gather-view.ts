import type { TorchView } from './state-dict.ts';

/** The numbers of a tensor in row-major order, whatever its strides. Throws a RangeError when it reaches beyond its storage. */
export function gatherView(
  { offset, shape, strides }: Pick<TorchView, 'offset' | 'shape' | 'strides'>,
  storage: Float32Array,
): Float32Array {
  if (shape.length !== strides.length)
    throw new RangeError(`expected a stride for each of ${shape.length} sides, got ${strides.length}`);
  const values = new Float32Array(shape.reduce((product, side) => product * side, 1));
  const last = shape.reduce((sum, side, d) => sum + (side - 1) * (strides[d] ?? 0), offset);
  if (values.length > 0 && last >= storage.length)
    throw new RangeError(`expected numbers within its storage of ${storage.length}, got one at ${last}`);
  const index = shape.map(() => 0);
  let at = offset;
  for (let i = 0; i < values.length; i++) {
    values[i] = storage[at] ?? NaN;
    at = advance(index, { at, shape, strides });
  }
  return values;
}

/** Counts `index` up, the last side fastest. → where the storage has what it now names */
function advance(
  index: number[],
  { at, shape, strides }: { at: number } & Pick<TorchView, 'shape' | 'strides'>,
): number {
  let next = at;
  for (let d = shape.length - 1; d >= 0; d--) {
    const [side, stride, position] = [shape[d] ?? 0, strides[d] ?? 0, (index[d] ?? 0) + 1];
    next += stride;
    index[d] = position;
    if (position < side) return next;
    next -= stride * side;
    index[d] = 0;
  }
  return next;
}
