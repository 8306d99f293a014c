import { BufferType, Data, type DataType, Float32, Float64, Int16, Int32, Uint8, Uint32 } from 'apache-arrow';

export type NumberArray = Int16Array | Int32Array | Uint8Array | Uint32Array | Float32Array | Float64Array;

/** A type of number with its typed array. */
export interface NumberFormat<A extends NumberArray> {
  readonly name: string;
  readonly type: DataType;
  /** The values themselves when they have this format, else a copy that lost nothing but precision. */
  fit(values: ArrayLike<number>, place: string): A;
  /** The values of all chunks: a view of the file when there is one chunk. */
  join(chunks: readonly Data[]): A;
  /** The values as Arrow data, not copied. */
  wrap(values: A): Data;
}

interface ArrayConstructor<A> {
  new (length: number): A;
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): A;
  from(values: ArrayLike<number>): A;
}

function numberFormat<A extends NumberArray>(
  name: string,
  type: DataType,
  TypedArray: ArrayConstructor<A>,
): NumberFormat<A> {
  const isOurs = (values: unknown): values is A => values instanceof TypedArray;
  const view = (data: Data): A => {
    if (!isOurs(data.values)) throw new Error(`Internal error: expected ${name} data, got ${data.type}`);
    const { buffer, byteOffset } = data.values;
    return new TypedArray(buffer, byteOffset, data.length); // the buffer may be padded
  };
  return {
    name,
    type,
    fit: (values, place) => {
      if (isOurs(values)) return values;
      const fitted = TypedArray.from(values);
      refuseLoss(values, fitted, `${place}: expected ${name}`);
      return fitted;
    },
    join: (chunks) => {
      const views = chunks.map(view);
      if (views.length === 1 && views[0]) return views[0];
      const joined = new TypedArray(views.reduce((length, { length: more }) => length + more, 0));
      let at = 0;
      for (const part of views) {
        joined.set(part, at);
        at += part.length;
      }
      return joined;
    },
    wrap: (values) => new Data(type, 0, values.length, 0, { [BufferType.DATA]: values }),
  };
}

/** Integers wrap around silently in typed arrays; precision may be lost, values may not. */
function refuseLoss(values: ArrayLike<number>, fitted: NumberArray, expectation: string): void {
  if (fitted instanceof Float32Array || fitted instanceof Float64Array) return;
  for (let i = 0; i < fitted.length; i++) {
    if (fitted[i] !== values[i]) throw new RangeError(`${expectation}, got ${values[i]} in row ${i}`);
  }
}

/** The formats of number columns and tensors. */
export const NUMBER_FORMATS = {
  int16: numberFormat<Int16Array>('int16', new Int16(), Int16Array),
  int32: numberFormat<Int32Array>('int32', new Int32(), Int32Array),
  uint8: numberFormat<Uint8Array>('uint8', new Uint8(), Uint8Array),
  uint32: numberFormat<Uint32Array>('uint32', new Uint32(), Uint32Array),
  float32: numberFormat<Float32Array>('float32', new Float32(), Float32Array),
  float64: numberFormat<Float64Array>('float64', new Float64(), Float64Array),
};

export type NumberFormatName = keyof typeof NUMBER_FORMATS;

/** Whether two Arrow types are the same; types without children are told apart by their names. */
export function sameType(one: DataType, other: DataType): boolean {
  return String(one) === String(other);
}
